namespace Portal.Domain.Settlements;

/// <summary>
/// What a settlement depends on besides sales lines, as one number per customer and product: which versions a customer takes
/// part in and which of their periods are due, with the figures entered for it; where a product belongs, with its attributes and
/// units; the exchange rates; and which settlements had been undone.
/// </summary>
/// <param name="Customers">By customer.</param>
/// <param name="Products">By product.</param>
/// <param name="UndoneSettlements">Settlements that were sent back or taken back.</param>
public sealed record SettlementMarks(MarkList Customers, MarkList Products, IReadOnlySet<long> UndoneSettlements)
{
    /// <summary>The exchange rates: by currency and day, see <see cref="RatesChangedSince"/>.</summary>
    public MarkList Rates { get; init; } = MarkList.Of([]);

    /// <summary>The marks of a plan.</summary>
    public static SettlementMarks Of(ProgramPlan plan, PlanMasterData master, IEnumerable<long> undoneSettlements)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(master);
        var parents = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var category in master.Categories)
        {
            parents[category.Code] = category.ParentCode;
        }

        var versions = plan.Versions.Select(MarkOf).ToArray();
        return new SettlementMarks(
            MarksOf(plan, master, versions),
            MarkList.Of(master.Products.Select(product => KeyValuePair.Create(product.Id, MarkOf(product, parents)))),
            undoneSettlements.ToHashSet())
        {
            Rates = MarkList.Of((master.ExchangeRates ?? []).DistinctBy(KeyOf).Select(rate => KeyValuePair.Create(KeyOf(rate), MarkOf(rate)))),
        };
    }

    /// <summary>Customers whose mark is another one than before; those that are new or gone among them.</summary>
    public IEnumerable<long> CustomersChangedSince(SettlementMarks before)
    {
        ArgumentNullException.ThrowIfNull(before);
        return Customers.ChangedSince(before.Customers, withNew: true);
    }

    /// <summary>Products whose mark is another one than before. New ones are not among them: what they sold is new as well.</summary>
    public IEnumerable<long> ProductsChangedSince(SettlementMarks before)
    {
        ArgumentNullException.ThrowIfNull(before);
        return Products.ChangedSince(before.Products, withNew: false);
    }

    /// <summary>Currencies and days of which the rate is another one than before; those that are new or gone among them.</summary>
    public IEnumerable<(string Currency, DateOnly On)> RatesChangedSince(SettlementMarks before)
    {
        ArgumentNullException.ThrowIfNull(before);
        return Rates.ChangedSince(before.Rates, withNew: true).Select(CurrencyAndDay);
    }

    /// <summary>A compact form.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        Customers.Write(writer);
        Products.Write(writer);
        MarkList.Of(UndoneSettlements.Select(id => KeyValuePair.Create(id, 0UL))).Write(writer);
        Rates.Write(writer);
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    public static SettlementMarks FromBytes(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        var marks = new SettlementMarks(MarkList.Read(reader), MarkList.Read(reader), MarkList.Read(reader).Keys.ToHashSet());

        // Marks of earlier releases end here.
        return reader.BaseStream.Position == reader.BaseStream.Length ? marks : marks with { Rates = MarkList.Read(reader) };
    }

    private static MarkList MarksOf(ProgramPlan plan, PlanMasterData master, ulong[] versions)
    {
        var participations = new Dictionary<Participation, ulong>();
        var all = plan.Participations.Select(customer => KeyValuePair.Create(customer.Key, MarkOf(customer.Value, versions, participations)));
        if (master.Figures.Count == 0)
        {
            return MarkList.Of(all);
        }

        var marks = all.ToDictionary();

        // Without a figure the mark is that of earlier releases, so that an update settles nobody anew.
        foreach (var figures in master.Figures.Where(figure => marks.ContainsKey(figure.CustomerId)).GroupBy(figure => figure.CustomerId))
        {
            var hash = default(MarkHash);
            hash.Add(unchecked((long)marks[figures.Key]));
            foreach (var figure in figures.OrderBy(figure => figure.List, StringComparer.Ordinal).ThenBy(figure => figure.From).ThenBy(figure => figure.To))
            {
                hash.Add(figure.List);
                hash.Add(figure.From.DayNumber);
                hash.Add(figure.To.DayNumber);
                hash.Add((long)(figure.Value * 1000));
            }

            marks[figures.Key] = hash.Value;
        }

        return MarkList.Of(marks);
    }

    /// <summary>Three letters of five bits, then the day.</summary>
    private static long KeyOf(PlanExchangeRate rate) =>
        (rate.Currency.Aggregate(0L, (key, letter) => (key << 5) + (letter - 'A')) << 22) + rate.From.DayNumber;

    private static (string Currency, DateOnly On) CurrencyAndDay(long key)
    {
        var letters = key >> 22;
        return (string.Concat((char)('A' + (letters >> 10)), (char)('A' + ((letters >> 5) & 31)), (char)('A' + (letters & 31))), DateOnly.FromDayNumber((int)(key & ((1 << 22) - 1))));
    }

    private static ulong MarkOf(PlanExchangeRate rate)
    {
        var hash = default(MarkHash);
        hash.Add((long)(rate.Rate * 10_000_000_000));
        return hash.Value;
    }

    private static ulong MarkOf(PlannedVersion version)
    {
        var hash = default(MarkHash);
        hash.Add(version.Version.Id);
        foreach (var period in version.Periods)
        {
            hash.Add(period.Range.From.DayNumber);
            hash.Add(period.Range.To.DayNumber);
            hash.Add((period.IsInForce ? 1 : 0) + (period.IsWanted ? 2 : 0));
        }

        return hash.Value;
    }

    private static ulong MarkOf(Participation participation, ulong[] versions, Dictionary<Participation, ulong> known)
    {
        if (!known.TryGetValue(participation, out var mark))
        {
            var hash = default(MarkHash);
            foreach (var version in participation.Versions)
            {
                hash.Add(unchecked((long)versions[version]));
            }

            known.Add(participation, mark = hash.Value);
        }

        return mark;
    }

    private static ulong MarkOf(PlanProduct product, Dictionary<string, string?> parents)
    {
        var hash = default(MarkHash);
        hash.Add(product.Number);
        hash.Add(product.BrandCode);
        var category = product.CategoryCode;
        for (var step = 0; category is not null && step < 50; step++)
        {
            hash.Add(category);
            category = parents.GetValueOrDefault(category);
        }

        foreach (var attribute in product.Attributes.Order(StringComparer.Ordinal))
        {
            hash.Add(attribute);
        }

        foreach (var (unit, factor) in product.UnitFactors.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            hash.Add(unit);
            hash.Add((long)(factor * 1_000_000));
        }

        return hash.Value;
    }
}
