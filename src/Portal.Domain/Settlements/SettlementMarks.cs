namespace Portal.Domain.Settlements;

/// <summary>
/// What a settlement depends on besides sales lines, as one number per customer and product: which versions a customer takes
/// part in and which of their periods are due, where a product belongs, and which settlements had been undone.
/// </summary>
/// <param name="Customers">By customer.</param>
/// <param name="Products">By product.</param>
/// <param name="UndoneSettlements">Settlements that were sent back or taken back.</param>
public sealed record SettlementMarks(
    IReadOnlyDictionary<long, ulong> Customers, IReadOnlyDictionary<long, ulong> Products, IReadOnlySet<long> UndoneSettlements)
{
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
        var participations = new Dictionary<Participation, ulong>();
        return new SettlementMarks(
            plan.Participations.ToDictionary(customer => customer.Key, customer => MarkOf(customer.Value, versions, participations)),
            master.Products.ToDictionary(product => product.Id, product => MarkOf(product, parents)),
            undoneSettlements.ToHashSet());
    }

    /// <summary>Customers whose mark is another one than before; those that are new or gone among them.</summary>
    public IEnumerable<long> CustomersChangedSince(SettlementMarks before)
    {
        ArgumentNullException.ThrowIfNull(before);
        return Changed(Customers, before.Customers).Concat(before.Customers.Keys.Where(id => !Customers.ContainsKey(id)));
    }

    /// <summary>Products whose mark is another one than before. New ones are not among them: what they sold is new as well.</summary>
    public IEnumerable<long> ProductsChangedSince(SettlementMarks before)
    {
        ArgumentNullException.ThrowIfNull(before);
        return before.Products.Where(product => !Products.TryGetValue(product.Key, out var now) || now != product.Value).Select(product => product.Key);
    }

    /// <summary>A compact form: keys as differences, marks as their place in a list of the different ones.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        Write(writer, Customers);
        Write(writer, Products);
        Write(writer, UndoneSettlements.ToDictionary(id => id, _ => 0UL));
        writer.Flush();
        return stream.ToArray();
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    public static SettlementMarks FromBytes(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        return new SettlementMarks(Read(reader), Read(reader), Read(reader).Keys.ToHashSet());
    }

    private static IEnumerable<long> Changed(IReadOnlyDictionary<long, ulong> now, IReadOnlyDictionary<long, ulong> before) =>
        now.Where(entry => !before.TryGetValue(entry.Key, out var mark) || mark != entry.Value).Select(entry => entry.Key);

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

        return hash.Value;
    }

    private static void Write(BinaryWriter writer, IReadOnlyDictionary<long, ulong> marks)
    {
        var places = new Dictionary<ulong, int>();
        foreach (var mark in marks.Values)
        {
            places.TryAdd(mark, places.Count);
        }

        writer.Write7BitEncodedInt(places.Count);
        foreach (var mark in places.Keys)
        {
            writer.Write(mark);
        }

        writer.Write7BitEncodedInt(marks.Count);
        long last = 0;
        foreach (var id in marks.Keys.Order())
        {
            writer.Write7BitEncodedInt64(id - last);
            writer.Write7BitEncodedInt(places[marks[id]]);
            last = id;
        }
    }

    private static Dictionary<long, ulong> Read(BinaryReader reader)
    {
        var places = new ulong[reader.Read7BitEncodedInt()];
        for (var place = 0; place < places.Length; place++)
        {
            places[place] = reader.ReadUInt64();
        }

        var count = reader.Read7BitEncodedInt();
        var marks = new Dictionary<long, ulong>(count);
        long id = 0;
        for (var index = 0; index < count; index++)
        {
            id += reader.Read7BitEncodedInt64();
            marks[id] = places[reader.Read7BitEncodedInt()];
        }

        return marks;
    }
}
