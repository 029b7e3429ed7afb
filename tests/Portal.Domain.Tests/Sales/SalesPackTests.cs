using FsCheck;
using FsCheck.Fluent;
using Portal.Domain.Sales;

namespace Portal.Domain.Tests.Sales;

public sealed class SalesPackTests
{
    private static readonly DateOnly Day = new(2026, 1, 31);

    [Fact]
    public void Few_bytes_hold_a_line()
    {
        var pack = Assert.Single(Pack([(1, new PackedLine(5, 1000, -1)), (2, new PackedLine(300, -64, 123_456))]));
        Assert.Equal([5, 0xD0, 0x0F, 1, 0xAC, 0x02, 0x7F, 0x80, 0x89, 0x0F], pack.Lines);
        Assert.Equal((7, Day, 9, 0, 2), (pack.CustomerId, pack.DocumentOn, pack.DocumentId, pack.Part, pack.LastLineId));
    }

    [Fact]
    public void Whatever_is_packed_comes_out_again_in_its_order()
    {
        var number = Gen.OneOf(Gen.Choose(-2000, 2000).Select(value => (long)value), ArbMap.Default.GeneratorFor<long>(), Gen.Elements(long.MinValue, long.MaxValue, 0));
        var line = from product in number
                   from quantity in number
                   from net in number
                   select new PackedLine(product & long.MaxValue, quantity, net);
        Prop.ForAll(Gen.ArrayOf(line).ToArbitrary(), lines =>
        {
            var packs = Pack(lines.Select((each, index) => (index + 1L, each)));
            Assert.Equal(lines, packs.SelectMany(pack => Read(pack.Lines)));
            Assert.All(packs, pack => Assert.InRange(pack.Lines.Length, 1, SalesPack.MostBytes));
            Assert.Equal(Enumerable.Range(0, packs.Count), packs.Select(pack => pack.Part));
            Assert.Equal(packs.Select(pack => pack.LastLineId).Order(), packs.Select(pack => pack.LastLineId));
            Assert.Equal(lines.Length, packs.Count == 0 ? 0 : packs[^1].LastLineId);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void Each_document_has_packs_of_its_own_and_lines_that_are_not_for_rebate_have_none()
    {
        var free = new SalesLine(1, 2, 7, Day, 5, 1000, 100);
        free.Detail(null, true, null, null);
        var packs = SalesPack.Of([new SalesLine(1, 1, 7, Day, 5, 1000, 100), free, new SalesLine(1, 3, 7, Day, 6, 1000, 100), new SalesLine(2, 1, 8, Day.AddDays(1), 5, 1000, 100)]);
        Assert.Equal([(7L, Day, 1L, 0), (8L, Day.AddDays(1), 2L, 0)], packs.Select(pack => (pack.CustomerId, pack.DocumentOn, pack.DocumentId, pack.Part)));
        Assert.Equal([5L, 6L], Read(packs[0].Lines).Select(line => line.ProductId));
        Assert.Empty(SalesPack.Of([free]));
    }

    [Theory]
    [InlineData(new byte[] { 5 })]
    [InlineData(new byte[] { 5, 2, 0x80 })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 1 })]
    public void Damaged_bytes_are_told(byte[] bytes) => Assert.Throws<InvalidDataException>(() => Read(bytes));

    private static IReadOnlyList<SalesPack> Pack(IEnumerable<(long Id, PackedLine Line)> lines)
    {
        var builder = new SalesPackBuilder();
        foreach (var (id, line) in lines)
        {
            builder.Add(new PackedDocument(7, Day, 9), id, line);
        }

        return builder.Take();
    }

    private static List<PackedLine> Read(byte[] bytes)
    {
        var lines = new List<PackedLine>();
        var reader = new PackedLines(bytes);
        while (reader.TryRead(out var line))
        {
            lines.Add(line);
        }

        return lines;
    }
}
