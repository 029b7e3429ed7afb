using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Cards;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;
using QRCoder;

namespace Portal.Infrastructure.Cards;

/// <summary>Makes and reads the codes of cards with a key that both apps and all machines share. The key is made at first use.</summary>
public sealed class CardCodes(IDbContextFactory<PortalDbContext> contexts, IDataProtectionProvider protection, BusinessClock clock)
{
    private const int KeyLength = 32;
    private readonly IDataProtector _protector = protection.CreateProtector("Portal.Cards.CardCodes");
    private byte[]? _key;

    /// <summary>The code of a card, good for a minute.</summary>
    public async Task<string> MakeAsync(long cardId, CancellationToken cancellationToken) => CardCode.Make(cardId, clock.UtcNow, await KeyAsync(cancellationToken));

    /// <summary>The card of a code, or why it does not count: forged, or older than a minute.</summary>
    public async Task<Outcome<long>> ReadAsync(string? scanned, CancellationToken cancellationToken) => CardCode.Read(scanned, clock.UtcNow, await KeyAsync(cancellationToken));

    /// <summary>A picture of a text, as SVG.</summary>
    public static string Svg(string text)
    {
        using var data = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var code = new SvgQRCode(data);
        return code.GetGraphic(new System.Drawing.Size(240, 240), sizingMode: SvgQRCode.SizingMode.ViewBoxAttribute);
    }

    private async Task<byte[]> KeyAsync(CancellationToken cancellationToken)
    {
        if (_key is { } known)
        {
            return known;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        return _key = await FindAsync(context, cancellationToken) ?? await AddAsync(context, cancellationToken);
    }

    private async Task<byte[]?> FindAsync(PortalDbContext context, CancellationToken cancellationToken)
    {
        var row = await context.Set<CardCodeKey>().AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        return row is null ? null : _protector.Unprotect(Convert.FromBase64String(row.KeyProtected));
    }

    private async Task<byte[]> AddAsync(PortalDbContext context, CancellationToken cancellationToken)
    {
        var key = RandomNumberGenerator.GetBytes(KeyLength);
        context.Add(new CardCodeKey(Convert.ToBase64String(_protector.Protect(key))));
        try
        {
            await context.SaveChangesAsync(cancellationToken);
            return key;
        }
        catch (DbUpdateException error) when (DatabaseErrors.IsUniqueViolation(error))
        {
            // Another process was first; its key counts.
            context.ChangeTracker.Clear();
            return (await FindAsync(context, cancellationToken))!;
        }
    }
}

/// <summary>Reads what a scanner typed: the code on a member's screen.</summary>
public sealed class ReadCardCode(CardCodes codes)
{
    /// <summary>The card, or why the code does not count.</summary>
    public Task<Outcome<long>> RunAsync(string? scanned, CancellationToken cancellationToken) => codes.ReadAsync(scanned, cancellationToken);
}
