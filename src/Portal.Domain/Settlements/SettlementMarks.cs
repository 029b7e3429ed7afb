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
        var participants = plan.Participants;
        var keys = new long[participants.Customers.Count];
        for (var index = 0; index < keys.Length; index++)
        {
            keys[index] = participants.Customers.IdAt(index);
        }

        var (places, different) = (participants.Places.ToArray(), participants.Participations.Select(participation => MarkOf(participation, versions)).ToList());
        AddFigures(master.Figures, keys, places, different);
        return MarkList.Of(keys, places, [.. different]);
    }

    private static void AddFigures(IReadOnlyList<PlanFigure> all, long[] keys, int[] places, List<ulong> different)
    {
        if (all.Count == 0)
        {
            return;
        }

        var indexes = keys.Select((key, index) => (key, index)).ToDictionary(entry => entry.key, entry => entry.index);

        // Without a figure the mark is that of earlier releases, so that an update settles nobody anew.
        foreach (var figures in all.Where(figure => indexes.ContainsKey(figure.CustomerId)).GroupBy(figure => figure.CustomerId))
        {
            var index = indexes[figures.Key];
            var hash = default(MarkHash);
            hash.Add(unchecked((long)different[places[index]]));
            foreach (var figure in figures.OrderBy(figure => figure.List, StringComparer.Ordinal).ThenBy(figure => figure.From).ThenBy(figure => figure.To))
            {
                hash.Add(figure.List);
                hash.Add(figure.From.DayNumber);
                hash.Add(figure.To.DayNumber);
                hash.Add((long)(figure.Value * 1000));
            }

            places[index] = different.Count;
            different.Add(hash.Value);
        }
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

    private static ulong MarkOf(Participation participation, ulong[] versions)
    {
        var hash = default(MarkHash);
        foreach (var version in participation.Versions)
        {
            hash.Add(unchecked((long)versions[version]));
        }

        return hash.Value;
    }

    private static void AddDetails(ref MarkHash hash, PlanProduct product)
    {
        foreach (var attribute in product.Attributes.Order(StringComparer.Ordinal))
        {
            hash.Add(attribute);
        }

        foreach (var (unit, factor) in product.UnitFactors.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            hash.Add(unit);
            hash.Add((long)(factor * 1_000_000));
        }
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

        if (product.Attributes.Count > 0 || product.UnitFactors.Count > 0)
        {
            AddDetails(ref hash, product);
        }

        return hash.Value;
    }
}
