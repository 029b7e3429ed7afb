using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Portal.Domain.Cards;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Messages;

namespace Portal.Infrastructure.Tests.Cards;

public sealed class CardMessageTests
{
    [SkippableTheory]
    [MemberData(nameof(Databases.Databases.All), MemberType = typeof(Databases.Databases))]
    public async Task The_holder_is_told_once_and_only_of_what_was_done(DatabaseProvider provider)
    {
        await using var desk = await CardDesk.OpenAsync(provider);
        var card = await desk.AddCardAsync();
        await desk.TopUpAsync(card, 10_000, "same");
        await desk.TopUpAsync(card, 10_000, "same");
        Assert.False((await desk.TopUpAsync(card, 9_999_999)).IsDone);
        Assert.False((await desk.SpendAsync(card, 1, "999998")).IsDone);
        Assert.True((await desk.SpendAsync(card, 100)).IsDone);
        await desk.LoseAsync(card);
        await using var context = desk.Portal.NewContext();
        var told = await context.OutboxMessages.OrderBy(row => row.Id).ToListAsync();
        Assert.Equal(["card_activated", "card_topped_up", "card_spent", "card_lost"], told.Select(row => row.Template));
        Assert.All(told, row => Assert.Equal(desk.CustomerId, row.CustomerId));
        using var scope = desk.Portal.Services.CreateScope();
        var templates = scope.ServiceProvider.GetRequiredService<MessageTemplates>();
        Assert.All(MessageTemplates.Codes.Where(code => code.StartsWith("card_", StringComparison.Ordinal)), code =>
        {
            Assert.NotNull(templates.Fill(code, MessageTemplates.Chinese, told[0].ArgumentsJson));
            Assert.NotNull(templates.Fill(code, MessageTemplates.English, told[0].ArgumentsJson));
        });
        Assert.Contains("¥100.00", templates.Fill(told[1].Template, MessageTemplates.English, told[1].ArgumentsJson)!.Subject, StringComparison.Ordinal);
        Assert.Equal(4, await context.CardOperations.CountAsync(row => row.Kind != CardOperationKind.PinSet));
    }
}
