using Portal.Domain.Sales;
using Portal.Domain.Shared;
using Portal.Infrastructure.Sales;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Imports;

/// <summary>Understands what stands once per document: number, kind, customer, day, salesperson, original, currency, source, channel, agent.</summary>
internal sealed class SalesHeadReader(SalesColumns columns, SalesDirectory directory, string defaultSource)
{
    private const int MaxNumberLength = 50;
    private const int MaxSourceLength = 30;

    public SalesHead Read(TableReader reader, ImportUnit unit)
    {
        var number = columns.Number.Text(reader, unit, MaxNumberLength, isRequired: true);
        var kind = ReadKind(reader, unit);
        var customerNumber = columns.Customer.Text(reader, unit, MaxNumberLength, isRequired: true);
        long customerId = 0;
        if (customerNumber is not null && !directory.Customers.TryGetValue(customerNumber, out customerId))
        {
            columns.Customer.Refuse(reader, unit, "import_customer_unknown", customerNumber);
        }

        var day = columns.Day.Day(reader, unit, isRequired: true);
        var (salespersonNumber, salespersonId) = ReadSalesperson(reader, unit);
        var original = columns.Original.Text(reader, unit, MaxNumberLength);
        if (original is not null && kind == SalesDocumentKind.Sale)
        {
            columns.Original.Refuse(reader, unit, "import_original_of_sale", original);
        }

        var currency = ReadCurrency(reader, unit);
        var source = columns.Source.Text(reader, unit, MaxSourceLength) ?? defaultSource;
        return new SalesHead(number, kind, customerNumber, customerId, day, salespersonNumber, salespersonId, original, currency, source)
        {
            Channel = columns.Channel.Text(reader, unit, MaxNumberLength),
            Agent = ReadAgent(reader, unit, customerNumber),
        };
    }

    private SalesDocumentKind ReadKind(TableReader reader, ImportUnit unit)
    {
        var text = columns.Kind.Text(reader, unit, 50);
        if (SalesKinds.Read(text) is { } kind)
        {
            return kind;
        }

        columns.Kind.Refuse(reader, unit, "import_kind_unknown", text);
        return SalesDocumentKind.Sale;
    }

    private (string? Number, long? Id) ReadSalesperson(TableReader reader, ImportUnit unit)
    {
        var number = columns.Salesperson.Text(reader, unit, MaxNumberLength);
        if (number is null)
        {
            return default;
        }

        if (directory.Employees.TryGetValue(number, out var id))
        {
            return (number, id);
        }

        columns.Salesperson.Refuse(reader, unit, "import_salesperson_unknown", number);
        return (number, null);
    }

    private (string Number, long Id)? ReadAgent(TableReader reader, ImportUnit unit, string? customerNumber)
    {
        if (columns.Agent.Text(reader, unit, MaxNumberLength) is not { } number)
        {
            return null;
        }

        if (number == customerNumber)
        {
            columns.Agent.Refuse(reader, unit, "import_agent_is_customer", number);
        }
        else if (directory.Customers.TryGetValue(number, out var id))
        {
            return (number, id);
        }
        else
        {
            columns.Agent.Refuse(reader, unit, "import_agent_unknown", number);
        }

        return null;
    }

    private string ReadCurrency(TableReader reader, ImportUnit unit)
    {
        var currency = columns.Currency.Text(reader, unit, 10)?.ToUpperInvariant();
        if (currency is null or "RMB" or "人民币" or "CNH")
        {
            return Money.DefaultCurrency;
        }

        if (currency.Length != 3 || !currency.All(char.IsAsciiLetterUpper))
        {
            columns.Currency.Refuse(reader, unit, "import_currency_unknown", currency);
        }

        return currency;
    }
}
