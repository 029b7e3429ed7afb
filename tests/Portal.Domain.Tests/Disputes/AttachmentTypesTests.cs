using System.Text;
using Portal.Domain.Disputes;

namespace Portal.Domain.Tests.Disputes;

public sealed class AttachmentTypesTests
{
    [Theory]
    [InlineData("offer.pdf", "%PDF-1.7\n", "application/pdf")]
    [InlineData("OFFER.PDF", "%PDF-1.4", "application/pdf")]
    [InlineData("list.csv", "number,amount\n1,2", "text/csv")]
    [InlineData("note.txt", "我们的订单", "text/plain")]
    [InlineData("book.xlsx", "PK\u0003\u0004rest", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    [InlineData("page.pdf", "<html><script>alert(1)</script>", null)]
    [InlineData("tool.txt", "MZ\u0090", null)]
    [InlineData("zeros.csv", "a\0b", null)]
    [InlineData("empty.txt", "", null)]
    [InlineData("hidden.txt", "%PDF-1.7", null)]
    [InlineData("page.html", "<html>", null)]
    [InlineData("picture.svg", "<svg>", null)]
    [InlineData("program.exe", "MZ", null)]
    [InlineData("nothing", "%PDF-1.7", null)]
    public void A_file_is_taken_only_as_what_its_name_and_its_content_agree_on(string name, string content, string? expected) =>
        Assert.Equal(expected, AttachmentTypes.Of(name, Encoding.UTF8.GetBytes(content)));

    [Fact]
    public void Pictures_are_told_by_their_signature()
    {
        Assert.Equal("image/png", AttachmentTypes.Of("a.png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0]));
        Assert.Equal("image/jpeg", AttachmentTypes.Of("a.jpeg", [0xFF, 0xD8, 0xFF, 0xE0]));
        Assert.Null(AttachmentTypes.Of("a.png", [0xFF, 0xD8, 0xFF, 0xE0]));
    }
}
