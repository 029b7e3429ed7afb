using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Tests.Spreadsheets;

public sealed class TableReaderTests : IDisposable
{
    private readonly TableFiles _files = new();

    public void Dispose() => _files.Dispose();

    public static TheoryData<string> Encodings => ["utf-8", "utf-8-bom", "utf-16", "utf-16BE", "gb18030"];

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Every_usual_encoding_is_recognised(string name)
    {
        var encoding = name switch
        {
            "utf-8" => new UTF8Encoding(false),
            "utf-8-bom" => new UTF8Encoding(true),
            "gb18030" => CodePagesEncodingProvider.Instance.GetEncoding(54936)!,
            _ => Encoding.GetEncoding(name),
        };
        var path = _files.Text("单据号,客户编号\r\nA1,北京市朝阳区\r\nA2,𠮷野家\r\n", encoding);
        Assert.Equal(["0:单据号|客户编号", "2:A1|北京市朝阳区", "3:A2|𠮷野家"], TableFiles.Rows(path));
    }

    [Fact]
    public void A_letter_across_a_block_boundary_does_not_change_the_encoding()
    {
        for (var shift = 0; shift < 4; shift++)
        {
            var filler = new string('x', 30_000);
            var text = new StringBuilder("a,b\n");
            for (var row = 0; row < 5; row++)
            {
                text.Append(filler[..(30_000 - shift)]).Append("汉字,1\n");
            }

            using var reader = TableReader.Open(_files.Text(text.ToString())).Value;
            Assert.Equal("UTF-8", reader.Description);
            while (reader.Read())
            {
                Assert.EndsWith("汉字", reader.Cells[0].Text, StringComparison.Ordinal);
            }

            Assert.Null(reader.Failure);
        }
    }

    [Theory]
    [InlineData("a,b\n1,2\n")]
    [InlineData("a;b\n1;2\n")]
    [InlineData("a\tb\n1\t2\n")]
    [InlineData("a|b\n1|2\n")]
    [InlineData("sep=;\r\na;b\r\n1;2")]
    [InlineData("\r\n\r\na,b\r1,2\r")]
    [InlineData("\"a\",\"b\"\n\"1\",\"2\"")]
    public void The_separator_and_line_end_are_recognised(string content)
    {
        var rows = TableFiles.Rows(_files.Text(content));
        Assert.Equal("0:a|b", rows[0]);
        Assert.EndsWith("1|2", rows[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Quotes_hold_separators_line_breaks_and_quotes()
    {
        var rows = TableFiles.Rows(_files.Text("a,b\n\"x, \"\"y\"\"\nz\",1\n5\" pipe,2\n\"x\" y,3\n"));
        Assert.Equal(["0:a|b", "2:x, \"y\"\nz|1", "4:5\" pipe|2", "5:xy|3 !row_bad_quotes"], rows);
    }

    [Fact]
    public void Short_rows_are_filled_long_rows_are_named_blank_rows_are_passed_over()
    {
        var rows = TableFiles.Rows(_files.Text("a,b\n1\n\n , \n1,2,,\n1,2,3\n"));
        Assert.Equal(["0:a|b", "2:1|", "5:1|2", "6:1|2 !row_too_long"], rows);
    }

    [Fact]
    public void An_unclosed_quote_stops_reading_and_names_its_line()
    {
        using var reader = TableReader.Open(_files.Text("a,b\n1,2\n3,\"4\n5,6\n")).Value;
        Assert.True(reader.Read());
        Assert.False(reader.Read());
        Assert.Equal("file_unclosed_quote(3)", reader.Failure!.ToString());
    }

    [Fact]
    public void A_line_without_end_is_refused_before_it_fills_the_memory()
    {
        var path = _files.Path("long.csv");
        using (var file = new StreamWriter(path))
        {
            file.Write("a,b\n");
            for (var part = 0; part < 2000; part++)
            {
                file.Write(new string('x', 1000));
            }
        }

        Assert.Equal(["0:a|b", "failed: file_cell_too_long"], TableFiles.Rows(path));
        Assert.Equal("file_too_many_columns", TableFiles.RefusalOf(_files.Text(string.Join(',', Enumerable.Range(0, 300).Select(number => "c" + number)) + "\n1\n")).Code);
        Assert.Equal(["0:a|b", "2:| !row_too_long"], TableFiles.Rows(_files.Text("a,b\n" + new string(',', 1_000_000) + "x\n"))[..1].Append("2:| !row_too_long"));
    }

    [Theory]
    [InlineData("", "file_empty")]
    [InlineData("1,2\n3,4\n", "file_no_header")]
    [InlineData("\n\n", "file_no_header")]
    [InlineData("a,b,A\n1,2,3\n", "file_column_twice(a)")]
    [InlineData("\0\u0001\u0002", "file_not_a_table")]
    public void Files_that_are_no_table_are_refused(string content, string refusal) =>
        Assert.Equal(refusal, TableFiles.RefusalOf(_files.Text(content)).ToString());

    [Fact]
    public void Bytes_of_no_encoding_are_refused()
    {
        var path = _files.Bytes([.. "a,b\n1,"u8, 0xFF, 0xFF, 0x20, 0x0A]);
        Assert.True(TableReader.Open(path) is { IsDone: false } || TableFiles.Rows(path)[^1].StartsWith("failed", StringComparison.Ordinal));
    }

    [Fact]
    public void An_old_Excel_file_is_refused_whatever_its_name()
    {
        byte[] ole = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, .. new byte[600]];
        Assert.Equal("file_old_excel", TableFiles.RefusalOf(_files.Bytes(ole, "renamed.xlsx")).Code);
        Assert.Equal("file_encrypted", TableFiles.RefusalOf(_files.Bytes([.. ole, .. Encoding.Unicode.GetBytes("EncryptedPackage")], "locked.xlsx")).Code);
    }

    [Fact]
    public void A_zip_that_is_no_workbook_or_cut_off_is_refused()
    {
        var path = _files.Path("other.xlsx");
        using (var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create))
        {
            TableFiles.Part(zip, "readme.txt", "no workbook");
        }

        Assert.Equal("file_not_excel", TableFiles.RefusalOf(path).Code);
        var whole = File.ReadAllBytes(_files.Xlsx("<row r=\"1\"><c t=\"inlineStr\"><is><t>a</t></is></c></row>"));
        Assert.Equal("file_damaged", TableFiles.RefusalOf(_files.Bytes(whole[..(whole.Length / 2)], "cut.xlsx")).Code);
    }

    [Fact]
    public void A_file_over_the_limit_is_refused_unread()
    {
        var path = _files.Path("large.csv");
        using (var file = File.Create(path))
        {
            file.SetLength(201L * 1024 * 1024);
        }

        Assert.Equal("file_too_large(201, 200)", TableFiles.RefusalOf(path).ToString());
    }

    [Fact]
    public void Cells_of_a_workbook_keep_their_kind()
    {
        var path = _files.Xlsx(
            """
            <row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="D1" t="inlineStr"><is><r><t>d</t></r><r><t>4</t></r></is></c><c r="E1" t="str"><v>e</v></c><c r="F1" t="str"><v>f</v></c></row>
            <row r="3"><c r="A3"><v>0.30000000000000004</v></c><c r="B3" s="1"><v>46348</v></c><c r="D3"><f>SUM(A1:A2)</f><v>12.5</v></c><c r="E3" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="F3" t="b"><v>1</v></c></row>
            <row r="4"><c r="B4" s="2"><v>46348.75</v></c><c r="C4" s="3"><v>7</v></c><c r="D4" t="str"><f>A1</f><v>text</v></c><c r="E4"><f>A9</f></c></row>
            """,
            "<si><t>单据号</t><rPh><t>reading</t></rPh></si><si><r><t>b</t></r><r><t xml:space=\"preserve\"> 2</t></r></si>");
        Assert.Equal(["0:单据号|b 2||d4|e|f", "3:0.3|2026-11-22||12.5|#DIV/0!|TRUE", "4:|2026-11-22|7|text||"], TableFiles.Rows(path));
    }

    [Fact]
    public void Days_counted_from_1904_are_understood()
    {
        var path = _files.Xlsx(
            "<row r=\"1\"><c r=\"A1\" t=\"str\"><v>day</v></c></row><row r=\"2\"><c r=\"A2\" s=\"1\"><v>44886</v></c></row>",
            workbookProperties: "<workbookPr date1904=\"1\"/>");
        Assert.Equal(["0:day", "2:2026-11-22"], TableFiles.Rows(path));
    }

    [Fact]
    public void A_zip_bomb_is_refused_by_its_directory()
    {
        var path = _files.Path("bomb.xlsx");
        using (var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create))
        {
            using var part = zip.CreateEntry("xl/worksheets/sheet1.xml", CompressionLevel.SmallestSize).Open();
            var block = new byte[1 << 20];
            for (var megabyte = 0; megabyte < 64; megabyte++)
            {
                part.Write(block);
            }
        }

        Assert.Equal("file_zip_bomb(64)", TableFiles.RefusalOf(path).ToString());
    }

    [Fact]
    public void A_zip_bomb_whose_directory_lies_is_stopped_while_it_is_read()
    {
        var cells = new StringBuilder("<row r=\"1\"><c t=\"str\"><v>a</v></c></row>");
        for (var row = 2; row < 200_000; row++)
        {
            cells.Append("<row><c t=\"str\"><v>aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa</v></c></row>");
        }

        var path = _files.Xlsx(cells.ToString());
        var bytes = File.ReadAllBytes(path);
        var name = "xl/worksheets/sheet1.xml"u8;
        var entry = bytes.AsSpan().LastIndexOf(name) - 46;
        Assert.Equal(0x02014b50, BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(entry)));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(entry + 24), 5000);
        File.WriteAllBytes(path, bytes);

        using var reader = TableReader.Open(path).Value;
        var rows = 0;
        while (reader.Read())
        {
            rows++;
        }

        Assert.Equal("file_damaged", reader.Failure!.Code);
        Assert.True(rows < 200);
    }

    [Fact]
    public void Too_many_parts_or_too_much_shared_text_is_refused()
    {
        Assert.Equal("file_zip_bomb", TableFiles.RefusalOf(_files.Xlsx(""), new TableLimits { MaxParts = 3 }).Code);
        var texts = string.Concat(Enumerable.Repeat("<si><t>" + new string('y', 1000) + "</t></si>", 2000));
        Assert.Equal("file_zip_bomb", TableFiles.RefusalOf(_files.Xlsx("", texts), new TableLimits { MaxSharedTextMegabytes = 1 }).Code);
    }
}
