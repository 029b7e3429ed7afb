using Portal.Domain.Settlements;

namespace Portal.Domain.Tests.Settlements;

public sealed class PlanCustomersTests
{
    [Fact]
    public void Gives_back_what_was_added_over_several_blocks()
    {
        var customers = Enumerable.Range(1, 2500).Select(Customer).ToList();

        var kept = PlanCustomers.Of(customers);

        Assert.Equal(customers, kept);
        Assert.Equal(customers[2499], kept[2499]);
        Assert.Same(kept, PlanCustomers.Of(kept));
    }

    [Fact]
    public void What_many_have_in_common_is_kept_once()
    {
        var kept = PlanCustomers.Of([.. Enumerable.Range(1, 100).Select(Customer)]);

        Assert.Equal(6, kept.Traits.Count);
        Assert.Equal(kept.Traits.Count, kept.Traits.Distinct().Count());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(1024)]
    public void There_is_nobody_outside(int index)
    {
        var kept = PlanCustomers.Of([Customer(1)]);

        Assert.Throws<ArgumentOutOfRangeException>(() => kept[index]);
    }

    /// <summary>Numbers of many lengths, Chinese ones and an empty one among them.</summary>
    private static PlanCustomer Customer(int id)
    {
        var number = (id % 5) switch { 0 => "", 1 => "C" + id, 2 => "客户编号" + id, 3 => new string('N', id % 90), _ => "分公司-" + new string('9', id % 40) };
        return new PlanCustomer(id * 3L, number, id % 2 == 0 ? null : "group", id % 3 == 0 ? null : "gold", null, id % 7 == 0 ? id : null)
        {
            Salesperson = id % 3 == 2 ? "E1" : null,
        };
    }
}
