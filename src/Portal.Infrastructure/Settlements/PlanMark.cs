using System.Globalization;
using System.Security.Cryptography;
using Portal.Domain.Settlements;

namespace Portal.Infrastructure.Settlements;

/// <summary>
/// Says in short what a plan came to. Who joins a run makes its plan anew from the master data of that moment, and may work
/// only by the same one: parts of a run that were reckoned by different rules would fit no rule at all.
/// </summary>
/// <param name="CustomersUpTo">The greatest key of a customer the plan knows. Later ones have no sales lines that count.</param>
/// <param name="ProductsUpTo">The same of products.</param>
/// <param name="Hash">Of all that the plan says about those.</param>
internal sealed record PlanMark(long CustomersUpTo, long ProductsUpTo, string Hash)
{
    /// <summary>The mark of a new plan.</summary>
    public static PlanMark Of(SettlementPlan plan) => Of(plan, plan.Marks.Customers.Keys.DefaultIfEmpty().Max(), plan.Marks.Products.Keys.DefaultIfEmpty().Max());

    /// <summary>Whether a plan says the same about what the marked one knew.</summary>
    public static bool IsMet(string mark, SettlementPlan plan)
    {
        var parts = mark.Split('/');
        return Of(plan, long.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture)).ToString() == mark;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{CustomersUpTo}/{ProductsUpTo}/{Hash}");

    private static PlanMark Of(SettlementPlan plan, long customersUpTo, long productsUpTo)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Known(plan.Marks, customersUpTo, productsUpTo).ToBytes());
        foreach (var version in plan.Programs.Versions)
        {
            writer.Write(version.Version.Id);
            foreach (var period in version.Periods)
            {
                writer.Write(period.Range.From.DayNumber);
                writer.Write(period.Range.To.DayNumber);
                writer.Write(period.IsWanted);
                writer.Write(period.SettledUpToLineId ?? -1);
                writer.Write(plan.Amended.Contains((version.Program.Id, period.Range.From)));
            }
        }

        foreach (var period in plan.Periods.Where(period => period.IsAbolished))
        {
            writer.Write(period.ProgramId);
            writer.Write(period.Range.From.DayNumber);
        }

        writer.Flush();
        return new PlanMark(customersUpTo, productsUpTo, Convert.ToHexString(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length))));
    }

    private static SettlementMarks Known(SettlementMarks marks, long customersUpTo, long productsUpTo) => marks with
    {
        Customers = UpTo(marks.Customers, customersUpTo),
        Products = UpTo(marks.Products, productsUpTo),
    };

    private static IReadOnlyDictionary<long, ulong> UpTo(IReadOnlyDictionary<long, ulong> marks, long last) =>
        marks.Keys.DefaultIfEmpty().Max() <= last ? marks : marks.Where(mark => mark.Key <= last).ToDictionary();
}
