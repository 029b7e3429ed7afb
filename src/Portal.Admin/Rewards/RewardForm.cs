using Portal.Domain.Rewards;
using Portal.Infrastructure.Rewards;

namespace Portal.Admin.Rewards;

/// <summary>A reward while it is edited.</summary>
internal sealed class RewardForm
{
    public string Number { get; set; } = "";

    public RewardKind Kind { get; set; } = RewardKind.Goods;

    public string? NameZhCn { get; set; } = "";

    public string? NameEn { get; set; } = "";

    public string? DescriptionZhCn { get; set; } = "";

    public string? DescriptionEn { get; set; } = "";

    public long? PricePoints { get; set; }

    public long? PriceMoneyMinor { get; set; }

    public long? VoucherValueMinor { get; set; }

    public long? VoucherMinimumMinor { get; set; }

    public int? ValidityDays { get; set; } = 90;

    public int? LimitPerMember { get; set; }

    public int? LimitWindowDays { get; set; }

    public bool IsForPickUp { get; set; } = true;

    public bool IsForDelivery { get; set; }

    public int? HoldDays { get; set; } = 14;

    public long? OpeningStock { get; set; }

    public bool IsOffered { get; set; }

    public DateOnly? OfferedFrom { get; set; }

    public DateOnly? OfferedUntil { get; set; }

    public SortedSet<long> Levels { get; } = [];

    /// <summary>Names the version of the stored picture, or null.</summary>
    public string? Stored { get; private set; }

    public bool RemovesPicture { get; private set; }

    /// <summary>The new picture as it is shown before it is stored, or null.</summary>
    public string? PreviewAddress { get; private set; }

    public bool HasPicture => PreviewAddress is not null || (Stored is not null && !RemovesPicture);

    public RewardTerms Terms => new()
    {
        NameZhCn = NameZhCn?.Trim() ?? "",
        NameEn = NameEn?.Trim() ?? "",
        DescriptionZhCn = DescriptionZhCn?.Trim() ?? "",
        DescriptionEn = DescriptionEn?.Trim() ?? "",
        Kind = Kind,
        PricePoints = PricePoints ?? 0,
        PriceMoneyMinor = Kind == RewardKind.Voucher ? 0 : PriceMoneyMinor ?? 0,
        VoucherValueMinor = Kind == RewardKind.Voucher ? VoucherValueMinor ?? 0 : 0,
        VoucherMinimumMinor = Kind == RewardKind.Voucher ? VoucherMinimumMinor ?? 0 : 0,
        ValidityDays = ValidityDays ?? 0,
        LevelIds = string.Join(' ', Levels),
        LimitPerMember = LimitPerMember,
        LimitWindowDays = LimitWindowDays,
        IsForPickUp = IsForPickUp,
        IsForDelivery = IsForDelivery,
        HoldDays = HoldDays ?? 0,
        OfferedFrom = OfferedFrom,
        OfferedUntil = OfferedUntil,
    };

    private RewardPicture? Picture { get; set; }

    private long RowVersion { get; set; }

    public static RewardForm Of(RewardRecord record)
    {
        var terms = record.Terms;
        var form = new RewardForm
        {
            Number = record.Number,
            Kind = terms.Kind,
            NameZhCn = terms.NameZhCn,
            NameEn = terms.NameEn,
            DescriptionZhCn = terms.DescriptionZhCn,
            DescriptionEn = terms.DescriptionEn,
            PricePoints = terms.PricePoints,
            PriceMoneyMinor = Amount(terms.PriceMoneyMinor),
            VoucherValueMinor = Amount(terms.VoucherValueMinor),
            VoucherMinimumMinor = Amount(terms.VoucherMinimumMinor),
            ValidityDays = terms.ValidityDays,
            LimitPerMember = terms.LimitPerMember,
            LimitWindowDays = terms.LimitWindowDays,
            IsForPickUp = terms.IsForPickUp,
            IsForDelivery = terms.IsForDelivery,
            HoldDays = terms.HoldDays,
            IsOffered = record.IsOffered,
            OfferedFrom = terms.OfferedFrom,
            OfferedUntil = terms.OfferedUntil,
            Stored = record.Picture,
            RowVersion = record.RowVersion,
        };
        form.Levels.UnionWith(terms.Levels());
        return form;
    }

    public void Choose(long levelId, bool isChosen)
    {
        if (isChosen)
        {
            Levels.Add(levelId);
        }
        else
        {
            Levels.Remove(levelId);
        }
    }

    public void Take(RewardPicture picture)
    {
        Picture = picture;
        PreviewAddress = $"data:{picture.MediaType};base64,{Convert.ToBase64String(picture.Bytes)}";
        RemovesPicture = false;
    }

    public void RemovePicture()
    {
        Picture = null;
        PreviewAddress = null;
        RemovesPicture = Stored is not null;
    }

    public RewardInput Input(long? id) => new()
    {
        Id = id,
        RowVersion = RowVersion,
        Number = Number,
        Terms = Terms,
        IsOffered = IsOffered,
        OpeningStock = OpeningStock,
        Picture = Picture,
        RemovesPicture = RemovesPicture,
    };

    private static long? Amount(long minor) => minor == 0 ? null : minor;
}
