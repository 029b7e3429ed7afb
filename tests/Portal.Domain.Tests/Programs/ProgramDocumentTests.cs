using System.Text.Json;
using System.Text.Json.Nodes;
using Portal.Domain.Programs;
using static Portal.Domain.Tests.Programs.Definitions;

namespace Portal.Domain.Tests.Programs;

/// <summary>Reading and writing documents; the published schema agrees with the reader.</summary>
public class ProgramDocumentTests
{
    private static readonly JsonElement Schema = JsonDocument.Parse(ProgramSchema.ToJson()).RootElement;

    /// <summary>What is done to a good document, and what the reader says, with the path.</summary>
    public static TheoryData<string, string, string> BadDocuments => new()
    {
        { """{"colour":1}""", "program_field_unknown", "colour" },
        { """{"lines":[{"number":1,"qualifier":{"measure":"netAmount","scop":1},"tierMode":"slab","tiers":[{"from":0,"ratePercent":1}]}]}""", "program_field_unknown", "lines[0].qualifier.scop" },
        { """{"lines":[{"number":1,"qualifier":{"measure":"netAmount"},"tierMode":"slab","tiers":[{"ratePercent":1}]}]}""", "program_field_missing", "lines[0].tiers[0].from" },
        { """{"lines":[{"number":1,"qualifier":{"measure":"netAmount"},"tierMode":"slab","tiers":[{"from":"0","ratePercent":1}]}]}""", "program_field_not_number", "lines[0].tiers[0].from" },
        { """{"lines":[{"number":1.5,"qualifier":{"measure":"netAmount"},"tierMode":"slab","tiers":[{"from":0,"ratePercent":1}]}]}""", "program_field_not_whole_number", "lines[0].number" },
        { """{"lines":[{"number":1,"qualifier":{"measure":"profit"},"tierMode":"slab","tiers":[{"from":0,"ratePercent":1}]}]}""", "program_choice_unknown", "lines[0].qualifier.measure" },
        { """{"lines":{}}""", "program_field_not_list", "lines" },
        { """{"period":"quarter"}""", "program_field_not_object", "period" },
        { """{"name":{"zhCN":7,"en":"x"}}""", "program_field_not_text", "name.zhCN" },
        { """{"validFrom":"2026-02-30"}""", "program_field_not_day", "validFrom" },
        { """{"validFrom":"1 Feb 2026"}""", "program_field_not_day", "validFrom" },
        { """{"capPerProgram":null}""", "program_field_not_number", "capPerProgram" },
        { """{"capPerProgram":1e400}""", "program_number_too_large", "capPerProgram" },
        { """{"capPerProgram":10000000000001}""", "program_number_too_large", "capPerProgram" },
        { """{"payTo":"cash"}""", "program_choice_unknown", "payTo" },
        { """{"rounding":{}}""", "program_field_missing", "rounding.unit" },
        { """{"participants":{"include":[{"codes":["A"]}]}}""", "program_field_missing", "participants.include[0].kind" },
    };

    /// <summary>Documents whose fields are of the right kind and say something impossible.</summary>
    public static TheoryData<string> ImpossibleDocuments => new()
    {
        """{"capPerProgram":-1}""",
        """{"code":""}""",
        """{"code":"a b"}""",
        """{"name":{"zhCN":"","en":"x"}}""",
        """{"currency":"Yuan"}""",
        """{"lines":[]}""",
        """{"rounding":{"unit":0}}""",
        """{"participants":{"include":[]}}""",
        """{"priority":0}""",
        """{"lines":[{"number":1,"qualifier":{"measure":"netAmount"},"tierMode":"slab","tiers":[]}]}""",
        """{"lines":[{"number":1,"qualifier":{"measure":"netAmount"},"tierMode":"slab","tiers":[{"from":0,"ratePercent":101}]}]}""",
        """{"lines":[{"number":1,"qualifier":{"measure":"netAmount"},"tierMode":"slab","tiers":[{"from":-1,"ratePercent":1}]}]}""",
        """{"lines":[{"number":1,"qualifier":{"measure":"netAmount","scope":{"include":[]}},"tierMode":"slab","tiers":[{"from":0,"ratePercent":1}]}]}""",
    };

    public static TheoryData<string> GoodDocuments => new()
    {
        "{}",
        """{"currency":"EUR","payTo":"bank","negative":"drop","priority":1,"exclusiveGroup":"g","capPerProgram":0}""",
        """{"period":{"kind":"custom","custom":[{"from":"2026-01-01","to":"2026-02-15"}]},"periodMode":"cumulative"}""",
        """{"participants":{"include":[{"kind":"parent","codes":["C1"]},{"kind":"level","codes":["gold"]}],"exclude":[{"kind":"customer","codes":["C2"]}]}}""",
        """{"lines":[{"number":2.0,"qualifier":{"measure":"quantity","scope":{"include":[{"kind":"category","codes":["bikes"]}],"exclude":[{"kind":"brand","codes":["b"]}]}},"base":{"measure":"netAmount"},"tierMode":"perFullMultiple","tiers":[{"from":0,"multipleOf":100,"amount":2.5}],"minimum":1,"capPerCustomer":9}]}""",
        """{"examples":[{"name":"x","sales":[{"on":"2026-01-02","netAmount":-5,"quantity":1,"line":1,"counts":"base"}],"expected":[{"periodOn":"2026-01-02","line":1,"rebate":0}]}]}""",
    };

    /// <summary>A line with every rule that goes together, as a document writes it.</summary>
    [Fact]
    public void Every_rule_has_its_fields()
    {
        const string Line = """
            {"lines":[{"number":1,"qualifier":{"measure":"margin","scope":{"include":[{"kind":"category","codes":["bikes"],"and":[{"kind":"attribute","codes":["colour=red"]}]}],"exclude":[],"sales":{"include":[{"kind":"channel","codes":["online"]}],"exclude":[]}},
            "countsNotForRebate":true,"compare":{"against":"figures","as":"ratioPercent","figures":[{"customer":"C1","value":5,"from":"2026-01-01","to":"2026-12-31"}],"withoutBase":"zero"}},
            "base":{"measure":"grossAmount","part":"excessOverThreshold","threshold":3},"tierMode":"linear","tiers":[{"from":1,"ratePercent":1},{"from":2,"ratePercent":2}],"cap":9,
            "mix":{"conditions":[{"measure":"quantity","atLeast":1,"unit":"case"}],"enough":1},"provisional":{"percentOfRebate":50},"guarantee":4}],
            "periodMode":"cumulative","capPerCustomer":7,"budget":8,"documents":{"count":"paidShare","date":"payment"},"rollUp":{"payTo":"children"},"payTo":"points","payee":"agent","pointsPerUnit":10}
            """;
        var text = Changed(Line);
        Assert.True(FitsSchema(text));
        var read = ProgramDocument.ReadValid(text);
        Assert.True(read.IsDone, string.Join("; ", read.Refusals));
        var written = ProgramDocument.Write(read.Value);
        Assert.True(FitsSchema(written));
        Assert.Equal(written, ProgramDocument.Write(ProgramDocument.Read(written).Value));
        Assert.All(new[] { "countsNotForRebate", "withoutBase", "excessOverThreshold", "percentOfRebate", "paidShare", "children", "pointsPerUnit" }, word => Assert.Contains(word, written, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(BadDocuments))]
    public void Bad_fields_are_refused_by_their_path(string change, string code, string field)
    {
        var refusal = Assert.Single(ProgramDocument.Read(Changed(change)).Refusals);
        Assert.Equal((code, field), (refusal.Code, refusal.Field));
        Assert.False(FitsSchema(Changed(change)));
    }

    [Theory]
    [MemberData(nameof(ImpossibleDocuments))]
    public void The_schema_also_knows_what_is_impossible(string change)
    {
        Assert.True(ProgramDocument.Read(Changed(change)).IsDone);
        Assert.False(ProgramDocument.ReadValid(Changed(change)).IsDone);
        Assert.False(FitsSchema(Changed(change)));
    }

    [Theory]
    [MemberData(nameof(GoodDocuments))]
    public void Good_documents_are_read_and_written_alike(string change)
    {
        var text = Changed(change);
        Assert.True(FitsSchema(text));
        var read = ProgramDocument.ReadValid(text);
        Assert.True(read.IsDone, string.Join("; ", read.Refusals));
        var written = ProgramDocument.Write(read.Value);
        Assert.True(FitsSchema(written));
        Assert.Equal(written, ProgramDocument.Write(ProgramDocument.Read(written).Value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"code":"a",}""")]
    [InlineData("{} {}")]
    [InlineData("""{"code":"\ud800"}""")]
    public void Text_that_is_no_json_is_refused(string text) => Assert.False(ProgramDocument.Read(text).IsDone);

    [Fact]
    public void A_field_that_stands_twice_is_refused()
    {
        var refusal = Assert.Single(ProgramDocument.Read(Changed("{}").Replace("\"code\"", "\"code\":\"first\",\"code\"", StringComparison.Ordinal)).Refusals);
        Assert.Equal(("program_field_duplicate", "code"), (refusal.Code, refusal.Field));
    }

    [Fact]
    public void Equal_definitions_have_equal_text()
    {
        var long_ = Changed("""{"capPerProgram":100.50,"periodMode":"each","currency":"CNY","priority":100}""");
        var short_ = Changed("""{"capPerProgram":100.5}""");
        Assert.Equal(ProgramDocument.Write(ProgramDocument.Read(short_).Value), ProgramDocument.Write(ProgramDocument.Read(long_).Value));
    }

    [Fact]
    public void A_missing_base_is_the_qualifier()
    {
        var line = ProgramDocument.Read(Changed("""{"lines":[{"number":1,"qualifier":{"measure":"quantity","scope":{"include":[{"kind":"brand","codes":["b"]}]}},"tierMode":"perUnit","tiers":[{"from":0,"amountPerUnit":1}]}]}""")).Value.Lines[0];
        Assert.Equal(Measure.Quantity, line.Base.Measure);
        Assert.Equal(ProductSelectorKind.Brand, line.Base.Scope.Include[0].Kind);
        Assert.True(line.IsBaseTheQualifier());
    }

    [Fact]
    public void Every_field_has_a_description_and_a_fitting_example()
    {
        var seen = 0;
        Walk(JsonNode.Parse(ProgramSchema.ToJson())!, "$");
        Assert.True(seen > 40);

        void Walk(JsonNode schema, string path)
        {
            if (schema["properties"] is JsonObject properties)
            {
                Assert.False((bool)schema["additionalProperties"]!);
                foreach (var (name, field) in properties)
                {
                    seen++;
                    Assert.False(string.IsNullOrWhiteSpace((string?)field!["description"]), path + "." + name);
                    var example = JsonSerializer.SerializeToElement(field["examples"]![0]);
                    Assert.True(SchemaChecker.Fits(JsonSerializer.SerializeToElement(field), example), path + "." + name);
                    Walk(field, path + "." + name);
                }
            }

            if (schema["items"] is { } items)
            {
                Walk(items, path + "[]");
            }
        }
    }

    [Fact]
    public void Names_of_the_settings_are_kept_in_the_text()
    {
        var text = ProgramDocument.Write(Program(Whole((0, 1))));
        Assert.Contains("\"政策\"", text, StringComparison.Ordinal);
        Assert.Contains("\"tierMode\": \"wholeVolume\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("validity", text, StringComparison.Ordinal);
    }

    private static bool FitsSchema(string text) => SchemaChecker.Fits(Schema, JsonDocument.Parse(text).RootElement);

    private static string Changed(string change)
    {
        var document = JsonNode.Parse(ProgramDocument.Write(Program(Whole((100, 1)))))!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject())
        {
            document[name] = value?.DeepClone();
        }

        return document.ToJsonString();
    }
}
