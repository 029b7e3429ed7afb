using System.Security.Cryptography;
using System.Text;
using Portal.Domain.Sales;

namespace Portal.Domain.Tests.Sales;

public sealed class SalesDocumentDraftTests
{
    [Fact]
    public void The_hash_is_that_of_the_canonical_text_whatever_the_order_of_the_lines()
    {
        SalesLineDraft first = new(1, "山地车-1", -2000, -123456, 0, null);
        SalesLineDraft second = new(2, "B'2", -1, long.MinValue, long.MaxValue, -5);
        const string text = "1\n2\n客户1\n2026-03-05\nCNY\n\nA-17\n1\t山地车-1\t-2000\t-123456\t0\t\n2\tB'2\t-1\t-9223372036854775808\t9223372036854775807\t-5\n";
        var expected = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
        Assert.Equal(expected, Draft([first, second]).ContentHash());
        Assert.Equal(expected, Draft([second, first]).ContentHash());
        Assert.NotEqual(expected, Draft([first, second with { NetMinor = 0 }]).ContentHash());
    }

    [Fact]
    public void Every_detail_makes_another_hash_and_none_leaves_it_as_it_was()
    {
        SalesLineDraft line = new(1, "A", 1000, 100, 0, null);
        var day = new DateOnly(2026, 4, 1);
        SalesDocumentDraft[] drafts =
        [
            Draft([line]),
            Draft([line]) with { Channel = "shop" },
            Draft([line]) with { AgentNumber = "shop" },
            Draft([line with { DeliveredOn = day }]),
            Draft([line with { IsNotForRebate = true }]),
            Draft([line with { Unit = "box" }]),
            Draft([line with { Unit = "box", DeliveredOn = day }]),
        ];
        Assert.Equal(drafts.Length, drafts.Select(draft => draft.ContentHash()).Distinct().Count());
        Assert.Equal(drafts[0].ContentHash(), (drafts[1] with { Channel = null }).ContentHash());
    }

    private static SalesDocumentDraft Draft(IReadOnlyList<SalesLineDraft> lines) => new()
    {
        Source = "erp",
        Number = "R-1",
        Kind = SalesDocumentKind.Return,
        CustomerNumber = "客户1",
        DocumentOn = new DateOnly(2026, 3, 5),
        OriginalNumber = "A-17",
        Lines = lines,
    };
}
