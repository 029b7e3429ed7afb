using Portal.Admin.Points;
using Portal.Domain.Points.Documents;

namespace Portal.Web.Tests.Points;

/// <summary>What the fields write is a document that can be read.</summary>
public sealed class PointsFormTests
{
    [Fact]
    public void A_name_is_set_in_one_language_and_taken_out_without_a_trace()
    {
        var form = PointsForm.Of(PointsForm.Start)!;
        var before = form.Text;
        var rule = form.AmountRule!;
        PointsForm.SetName(rule, "zh-CN", " 消费积分 ");
        var named = PointsDocuments.ReadRules(form.Text).Value.NamesOfRules();
        PointsForm.SetName(rule, "en", "Purchases");
        var both = PointsDocuments.ReadRules(form.Text).Value.NamesOfRules();
        PointsForm.SetName(rule, "zh-CN", "");
        PointsForm.SetName(rule, "en", " ");

        Assert.Equal(("消费积分", null), (named["base"].ZhCn, named["base"].En));
        Assert.Equal(("消费积分", "Purchases"), (both["base"].ZhCn, both["base"].En));
        Assert.Equal(before, form.Text);
        Assert.Null(PointsForm.NameOf(rule, "zh-CN"));
    }

    [Fact]
    public void A_name_that_is_changed_stays_in_its_place()
    {
        const string Named = """{"earnRules":[{"kind":"amount","names":{"en":"a","zh-CN":"b"},"id":"base","points":1}]}""";
        var form = PointsForm.Of(Named)!;
        PointsForm.SetName(form.AmountRule!, "en", "c");
        Assert.Equal(Named.Replace("\"a\"", "\"c\"", StringComparison.Ordinal), form.AmountRule!.Root.ToJsonString());
    }

    [Fact]
    public void A_rate_is_called_by_the_names_of_its_level_and_category()
    {
        var form = PointsForm.Of(PointsForm.Start)!;
        form.AddRate("gold", "金卡", "BIKES", 2);
        var rules = PointsDocuments.ReadRules(form.Text);

        Assert.True(rules.IsDone, string.Join("; ", rules.Refusals));
        Assert.Equal("金卡 · BIKES", rules.Value.NamesOfRules()["rate-gold-BIKES"].ZhCn);
    }

    [Theory]
    [InlineData("""{"earnRules":[{"kind":"amount","id":"a","points":1,"names":"x"}]}""")]
    [InlineData("""{"earnRules":[{"kind":"amount","id":"a","points":1,"names":{"zh-CN":7}}]}""")]
    public void What_is_no_name_does_not_stop_the_form(string json)
    {
        var form = PointsForm.Of(json)!;
        Assert.Null(PointsForm.NameOf(form.AmountRule!, "zh-CN"));
        PointsForm.SetName(form.AmountRule!, "zh-CN", "a");
        Assert.Equal("a", PointsForm.NameOf(form.AmountRule!, "zh-CN"));
    }
}
