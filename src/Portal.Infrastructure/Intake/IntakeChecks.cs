using System.Globalization;
using Portal.Domain.Sales;
using Portal.Domain.Shared;
using Portal.Infrastructure.Imports;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Intake;

/// <summary>What can be said of a document without looking into the database: the same rules that hold for imported files.</summary>
internal static class IntakeChecks
{
    private const int MaxNumberLength = 50;
    private const int MaxSourceLength = 30;
    private const int MaxUnitLength = 20;
    private const int MaxLines = 10_000;

    /// <summary>Makes the draft, or says everything that is wrong.</summary>
    public static Outcome<IntakeDraft> Draft(IntakeDocument document)
    {
        var refusals = new List<Refusal>();
        var kind = SalesKinds.Read(document.Kind);
        if (kind is null)
        {
            refusals.Add(new Refusal("import_kind_unknown", document.Kind) { Field = "kind" });
        }

        Need(document.Source, "source", MaxSourceLength, refusals);
        Need(document.Number, "number", MaxNumberLength, refusals);
        Need(document.Customer, "customer", MaxNumberLength, refusals);
        if (document.Version < 1)
        {
            refusals.Add(new Refusal("intake_version", document.Version) { Field = "version" });
        }

        if (document.Date is not { } day)
        {
            refusals.Add(new Refusal("import_value_missing", "date") { Field = "date" });
        }
        else
        {
            CheckDay(day, "date", refusals);
        }

        CheckLength(document.Salesperson, "salesperson", MaxNumberLength, refusals);
        CheckLength(document.Original, "original", MaxNumberLength, refusals);
        CheckLength(document.Channel, "channel", MaxNumberLength, refusals);
        CheckLength(document.Agent, "agent", MaxNumberLength, refusals);
        CheckDay(document.Delivered, "delivered", refusals);
        if (!string.IsNullOrEmpty(document.Agent) && document.Agent == document.Customer)
        {
            refusals.Add(new Refusal("import_agent_is_customer", document.Agent) { Field = "agent" });
        }

        if (!string.IsNullOrEmpty(document.Original) && kind == SalesDocumentKind.Sale)
        {
            refusals.Add(new Refusal("import_original_of_sale", document.Original) { Field = "original" });
        }

        var currency = string.IsNullOrEmpty(document.Currency) ? Money.DefaultCurrency : document.Currency.ToUpperInvariant();
        if (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper))
        {
            refusals.Add(new Refusal("import_currency_unknown", document.Currency) { Field = "currency" });
        }

        var lines = Lines(document, kind == SalesDocumentKind.Return, refusals);
        if (refusals.Count > 0)
        {
            return Outcome<IntakeDraft>.Refused(refusals);
        }

        return new IntakeDraft(
            new SalesDocumentDraft
            {
                Source = document.Source!,
                Number = document.Number!,
                Kind = kind!.Value,
                CustomerNumber = document.Customer!,
                DocumentOn = document.Date!.Value,
                SalespersonNumber = Given(document.Salesperson),
                OriginalNumber = Given(document.Original),
                Currency = currency,
                Channel = Given(document.Channel),
                AgentNumber = Given(document.Agent),
                Lines = lines,
            },
            document.Version ?? 1);
    }

    private static List<SalesLineDraft> Lines(IntakeDocument document, bool isReturn, List<Refusal> refusals)
    {
        var lines = new List<SalesLineDraft>();
        if (document.Lines is not { Count: > 0 and <= MaxLines })
        {
            refusals.Add(new Refusal("intake_lines", MaxLines) { Field = "lines" });
            return lines;
        }

        var numbers = new HashSet<int>();
        for (var index = 0; index < document.Lines.Count; index++)
        {
            var line = document.Lines[index];
            var path = string.Create(CultureInfo.InvariantCulture, $"lines[{index}].");
            var number = line.Line ?? index + 1;
            if (number < 1)
            {
                refusals.Add(new Refusal("import_line_number", number.ToString(CultureInfo.InvariantCulture)) { Field = path + "line" });
            }
            else if (!numbers.Add(number))
            {
                refusals.Add(new Refusal("import_line_twice", number) { Field = path + "line" });
            }

            Need(line.Product, path + "product", MaxNumberLength, refusals);
            CheckLength(line.Unit, path + "unit", MaxUnitLength, refusals);
            CheckDay(line.Delivered, path + "delivered", refusals);
            var known = refusals.Count;
            var (quantity, net) = Amounts(line, path, isReturn, refusals);
            if (refusals.Count == known)
            {
                lines.Add(LineOf(line, number, quantity, net, isReturn ? -1 : 1) with
                {
                    DeliveredOn = line.Delivered ?? document.Delivered,
                    IsNotForRebate = line.NotForRebate == true,
                    Unit = Given(line.Unit),
                });
            }
        }

        if (lines.Sum(line => (decimal)line.NetMinor) is > CellParsing.MaxNumber * Money.MinorPerUnit or < -CellParsing.MaxNumber * Money.MinorPerUnit)
        {
            refusals.Add(new Refusal("cell_number_too_large", "net") { Field = "lines" });
        }

        return lines;
    }

    private static (decimal Quantity, decimal Net) Amounts(IntakeLine line, string path, bool isReturn, List<Refusal> refusals)
    {
        foreach (var (name, value) in new[] { ("quantity", line.Quantity), ("unitPrice", line.UnitPrice), ("net", line.Net), ("discount", line.Discount), ("cost", line.Cost) })
        {
            if (value is > CellParsing.MaxNumber or < -CellParsing.MaxNumber)
            {
                refusals.Add(new Refusal("cell_number_too_large", value.Value.ToString(CultureInfo.InvariantCulture)) { Field = path + name });
                return default;
            }
        }

        if (line.Quantity is not { } quantity)
        {
            refusals.Add(new Refusal("import_value_missing", "quantity") { Field = path + "quantity" });
            return default;
        }

        if ((line.Net ?? (line.UnitPrice * quantity) - (line.Discount ?? 0)) is not { } net)
        {
            refusals.Add(new Refusal("import_value_missing", "net") { Field = path + "net" });
            return default;
        }

        if (net is > CellParsing.MaxNumber or < -CellParsing.MaxNumber)
        {
            refusals.Add(new Refusal("cell_number_too_large", net.ToString(CultureInfo.InvariantCulture)) { Field = path + "unitPrice" });
            return default;
        }

        if (quantity < 0 || net < 0)
        {
            var negative = quantity < 0 ? quantity : net;
            var field = path + (quantity < 0 ? "quantity" : "net");
            var shown = negative.ToString(CultureInfo.InvariantCulture);
            refusals.Add((isReturn ? new Refusal("import_return_negative", shown) : new Refusal("import_sale_negative", shown)) with { Field = field });
        }

        return (quantity, net);
    }

    private static SalesLineDraft LineOf(IntakeLine line, int number, decimal quantity, decimal net, int sign) => new(
        number,
        line.Product!,
        sign * Quantity.FromUnits(quantity).Milli,
        sign * Money.FromAmount(net).Minor,
        sign * Money.FromAmount(line.Discount ?? 0).Minor,
        line.Cost is { } cost ? sign * Money.FromAmount(cost).Minor : null);

    internal static void CheckDay(DateOnly? day, string field, List<Refusal> refusals)
    {
        if (day is { Year: < 1990 or > 2100 })
        {
            refusals.Add(new Refusal("cell_not_a_date", day) { Field = field });
        }
    }

    internal static void Need(string? value, string field, int maxLength, List<Refusal> refusals)
    {
        if (string.IsNullOrEmpty(value))
        {
            refusals.Add(new Refusal("import_value_missing", field) { Field = field });
        }
        else
        {
            CheckLength(value, field, maxLength, refusals);
        }
    }

    internal static void CheckLength(string? value, string field, int maxLength, List<Refusal> refusals)
    {
        if (value?.Length > maxLength)
        {
            refusals.Add(new Refusal("cell_too_long", value, maxLength) { Field = field });
        }
        else if (value?.Any(char.IsControl) == true)
        {
            refusals.Add(new Refusal("cell_control_characters", value) { Field = field });
        }
    }

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;
}

/// <summary>A document whose form is right.</summary>
internal sealed record IntakeDraft(SalesDocumentDraft Draft, int Version)
{
    /// <summary>SHA-256 of the content.</summary>
    public string Hash { get; } = Draft.ContentHash();
}
