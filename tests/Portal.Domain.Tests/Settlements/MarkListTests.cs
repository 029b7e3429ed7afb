using Portal.Domain.Settlements;

namespace Portal.Domain.Tests.Settlements;

public sealed class MarkListTests
{
    private static readonly MarkList Before = Of((1, 10), (3, 30), (5, 50), (7, 70));

    [Fact]
    public void Changed_are_those_with_another_mark_and_those_that_are_gone_or_new()
    {
        var now = Of((7, 70), (3, 31), (6, 60), (5, 50), (9, 90));
        Assert.Equal([1, 3, 6, 9], now.ChangedSince(Before, withNew: true));
        Assert.Equal([1, 3], now.ChangedSince(Before, withNew: false));
        Assert.Empty(Before.ChangedSince(Before, withNew: true));
        Assert.Equal([1, 3, 5, 7], Of().ChangedSince(Before, withNew: true));
        Assert.Equal([1, 3, 5, 7], Before.ChangedSince(Of(), withNew: true));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(4, 3)]
    [InlineData(5, 5)]
    [InlineData(99, 7)]
    public void Those_up_to_a_key_are_kept(long last, long expected) => Assert.Equal(expected, Before.UpTo(last).Last);

    [Fact]
    public void Bytes_keep_all()
    {
        var marks = new SettlementMarks(Before, Of((2, 10), (1_000_000_000_000, 10)), new HashSet<long> { 4, 2 });
        var read = SettlementMarks.FromBytes(marks.ToBytes());
        Assert.Empty(read.CustomersChangedSince(marks));
        Assert.Empty(read.ProductsChangedSince(marks));
        Assert.Equal((4, 2), (read.Customers.Count, read.Products.Count));
        Assert.Equal([2, 4], read.UndoneSettlements.Order());
    }

    private static MarkList Of(params (long Key, ulong Mark)[] marks) => MarkList.Of(marks.Select(mark => KeyValuePair.Create(mark.Key, mark.Mark)));
}
