using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Portal.Domain.Programs;

namespace Portal.Bench.Settle;

/// <summary>What every customer is due, reckoned in decimals without any of the product's code, as a hash.</summary>
internal static class PayoutOracle
{
    public static string Hash(SalesYear sales)
    {
        var all = new decimal[sales.Customers + 1];
        var brands = new decimal[sales.Customers + 1];
        for (var index = 0; index < sales.Count; index++)
        {
            all[sales.CustomerIds[index]] += sales.NetMinor[index];
            brands[sales.CustomerIds[index]] += BenchPrograms.HasBrand(SalesYear.BrandOf(sales.ProductIds[index])) ? sales.NetMinor[index] : 0;
        }

        var payouts = new List<Payout>();
        for (var number = 0; number < BenchPrograms.Count; number++)
        {
            var tiers = BenchPrograms.Of(number).Lines[0].Tiers;
            for (var customer = 1; customer <= sales.Customers; customer++)
            {
                if (SalesYear.GroupOf(customer) == BenchPrograms.GroupOf(number))
                {
                    var due = BenchPrograms.IsOfBrands(number) ? Slabs(tiers, brands[customer]) : Whole(tiers, all[customer]);
                    payouts.Add(new Payout(BenchPrograms.Of(number).Code, customer, due));
                }
            }
        }

        return Hash(payouts);
    }

    /// <summary>The hash of payouts in their order; nothing due is no payout.</summary>
    public static string Hash(IEnumerable<Payout> payouts)
    {
        var text = string.Join('\n', payouts.Where(payout => payout.DueMinor != 0)
            .Select(payout => string.Create(CultureInfo.InvariantCulture, $"{payout.Program} {payout.CustomerId} {payout.DueMinor}")));
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static long Whole(IReadOnlyList<Tier> tiers, decimal netMinor) =>
        Round(netMinor * (tiers.LastOrDefault(tier => tier.From * 100 <= netMinor)?.RatePercent ?? 0) / 100);

    private static long Slabs(IReadOnlyList<Tier> tiers, decimal netMinor)
    {
        var due = 0m;
        for (var index = 0; index < tiers.Count; index++)
        {
            var to = index + 1 < tiers.Count ? tiers[index + 1].From * 100 : decimal.MaxValue;
            due += Math.Max(0, Math.Min(netMinor, to) - (tiers[index].From * 100)) * tiers[index].RatePercent!.Value / 100;
        }

        return Round(due);
    }

#pragma warning disable RS0030 // The oracle rounds by itself, on purpose.
    private static long Round(decimal minor) => (long)decimal.Round(minor, 0, MidpointRounding.AwayFromZero);
#pragma warning restore RS0030
}

/// <summary>What a customer is due from a programme.</summary>
internal sealed record Payout(string Program, long CustomerId, long DueMinor);
