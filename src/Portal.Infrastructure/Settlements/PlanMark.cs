using System.Globalization;
using System.Security.Cryptography;

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
    /// <param name="plan">The plan.</param>
    /// <param name="marks">Its marks as bytes.</param>
    public static PlanMark Of(SettlementPlan plan, byte[] marks) => new(plan.Marks.Customers.Last, plan.Marks.Products.Last, HashOf(plan, marks));

    /// <summary>Whether a plan says the same about what the marked one knew.</summary>
    public static bool IsMet(string mark, SettlementPlan plan)
    {
        var parts = mark.Split('/');
        var (customersUpTo, productsUpTo) = (long.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture));
        var known = plan.Marks with { Customers = plan.Marks.Customers.UpTo(customersUpTo), Products = plan.Marks.Products.UpTo(productsUpTo) };
        return parts[2] == HashOf(plan, known.ToBytes());
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{CustomersUpTo}/{ProductsUpTo}/{Hash}");

    private static string HashOf(SettlementPlan plan, byte[] marks)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(marks);
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
        return Convert.ToHexString(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
    }
}
