namespace Portal.Bench.Settle;

/// <summary>Sales lines of a year in arrays, in documents of ten lines, the same for a seed on every machine; customers and products count from 1.</summary>
internal sealed class SalesYear
{
    public const int Products = 5_000;
    public const int Brands = 10;
    public const int Groups = 10;
    public const int Months = 12;
    public const int LinesPerDocument = 10;
    public static readonly DateOnly First = new(2025, 1, 1);
    private static readonly byte[] MonthOfDay = [.. Enumerable.Range(0, 365).Select(day => (byte)(First.AddDays(day).Month - 1))];

    private SalesYear(int customers, int[] customerIds, int[] days, int[] productIds, long[] netMinor)
    {
        Customers = customers;
        CustomerIds = customerIds;
        Days = days;
        ProductIds = productIds;
        NetMinor = netMinor;
    }

    public int Customers { get; }

    public int[] CustomerIds { get; }

    public int[] Days { get; }

    public int[] ProductIds { get; }

    public long[] NetMinor { get; }

    public int Count => CustomerIds.Length;

    public static SalesYear Make(int count, int customers, int seed)
    {
        var random = new Random(seed);
        var sales = new SalesYear(customers, new int[count], new int[count], new int[count], new long[count]);
        for (var index = 0; index < count; index++)
        {
            var isNew = index % LinesPerDocument == 0;
            sales.CustomerIds[index] = isNew ? random.Next(customers) + 1 : sales.CustomerIds[index - 1];
            sales.Days[index] = isNew ? random.Next(365) : sales.Days[index - 1];
            sales.ProductIds[index] = random.Next(Products) + 1;
            sales.NetMinor[index] = random.Next(100) == 0 ? -random.Next(1, 2000) : random.Next(1, 4000);
        }

        return sales;
    }

    public static int GroupOf(int customer) => customer % Groups;

    public static int BrandOf(int product) => product % Brands;

    public static int MonthOf(int day) => MonthOfDay[day];

    /// <summary>The baseline: net amounts per customer and month, added up in an array.</summary>
    public long[] Fold()
    {
        var sums = new long[(Customers + 1) * Months];
        for (var index = 0; index < CustomerIds.Length; index++)
        {
            sums[(CustomerIds[index] * Months) + MonthOfDay[Days[index]]] += NetMinor[index];
        }

        return sums;
    }
}
