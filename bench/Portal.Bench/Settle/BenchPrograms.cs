using System.Globalization;
using Portal.Domain.Programs;

namespace Portal.Bench.Settle;

/// <summary>
/// Twenty programmes: each group of customers has one on everything it buys, by the tier reached, and one on half of the
/// brands, slab by slab. A customer takes part in two.
/// </summary>
internal static class BenchPrograms
{
    public const int Count = 2 * SalesYear.Groups;

    public static IEnumerable<ProgramDefinition> Twenty => Enumerable.Range(0, Count).Select(Of);

    /// <summary>One programme for everybody, which gives a customer as many results as the twenty: one on everything, one on half of the brands.</summary>
    public static ProgramDefinition Single => SingleOnEverything with { Lines = [.. Of(0).Lines, Of(SalesYear.Groups).Lines[0] with { Number = 2 }] };

    /// <summary>One programme on everything that everybody buys, half as many results.</summary>
    public static ProgramDefinition SingleOnEverything => Of(0) with { Code = "ALL", Name = new ProgramName("ALL", "ALL"), Participants = ProgramParticipants.Everybody };

    public static ProgramDefinition Of(int number)
    {
        var code = "B" + number.ToString("00", CultureInfo.InvariantCulture);
        return new ProgramDefinition
        {
            Code = code,
            Name = new ProgramName(code, code),
            ValidFrom = SalesYear.First,
            ValidTo = new DateOnly(SalesYear.First.Year, 12, 31),
            Period = new ProgramPeriod(PeriodKind.Year),
            Participants = new ProgramParticipants { Include = [new CustomerSelector(CustomerSelectorKind.Group) { Codes = ["G" + GroupOf(number)] }] },
            Lines =
            [
                new ProgramLine
                {
                    Number = 1,
                    Qualifier = IsOfBrands(number) ? new Qualifier(Measure.NetAmount) { Scope = SomeBrands } : new Qualifier(Measure.NetAmount),
                    TierMode = IsOfBrands(number) ? TierMode.Slab : TierMode.WholeVolume,
                    Tiers = [new Tier(100) { RatePercent = 1 + (number * 0.05m) }, new Tier(1000) { RatePercent = 3 + (number * 0.05m) }],
                },
            ],
        };
    }

    public static int GroupOf(int number) => number % SalesYear.Groups;

    public static bool IsOfBrands(int number) => number >= SalesYear.Groups;

    public static bool HasBrand(int brand) => brand % 2 == 0;

    private static ProductScope SomeBrands => new()
    {
        Include =
        [
            new ProductSelector(ProductSelectorKind.Brand)
            {
                Codes = [.. Enumerable.Range(0, SalesYear.Brands).Where(HasBrand).Select(brand => "B" + brand.ToString(CultureInfo.InvariantCulture))],
            },
        ],
    };
}
