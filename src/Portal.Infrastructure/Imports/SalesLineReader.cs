using System.Globalization;
using Portal.Domain.Sales;
using Portal.Domain.Shared;
using Portal.Infrastructure.Sales;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Imports;

/// <summary>Understands a line: its number, product, quantity and amounts. A file has them positive, of returns too; they are stored with their sign.</summary>
internal sealed class SalesLineReader(SalesColumns columns, SalesDirectory directory)
{
    private const int MaxNumberLength = 50;
    private const int MaxUnitLength = 20;

    public void Read(TableReader reader, SalesDocumentRows document)
    {
        var unit = document.Unit;
        var problems = unit.Problems.Count;
        var isReturn = document.Head!.Kind == SalesDocumentKind.Return;
        var line = ReadLineNumber(reader, unit);
        var (productNumber, productId) = ReadProduct(reader, unit);
        var quantity = columns.Quantity.Number(reader, unit, isRequired: true);
        if (quantity < 0)
        {
            columns.Quantity.Refuse(reader, unit, Negative(isReturn), quantity.Value.ToString(CultureInfo.InvariantCulture));
        }

        var discount = columns.Discount.Number(reader, unit) ?? 0;
        var net = ReadNet(reader, unit, quantity, discount, problems);
        if (net < 0 && quantity >= 0)
        {
            columns.Net.Refuse(reader, unit, Negative(isReturn), net.Value.ToString(CultureInfo.InvariantCulture));
        }

        var cost = columns.Cost.Number(reader, unit);
        var delivered = columns.Delivery.Day(reader, unit);
        var isNotForRebate = columns.NotForRebate.IsMapped && columns.NotForRebate.Flag(reader, unit);
        if (unit.Problems.Count != problems || ReadUnit(reader, unit, productNumber!, productId, quantity!.Value) is not { } sold)
        {
            return;
        }

        var sign = isReturn ? -1 : 1;
        document.Lines.Add(new SalesLineDraft(
            line ?? document.Lines.Count + 1,
            productNumber!,
            sign * sold.QuantityMilli,
            sign * Money.FromAmount(net!.Value).Minor,
            sign * Money.FromAmount(discount).Minor,
            cost is { } value ? sign * Money.FromAmount(value).Minor : null)
        {
            DeliveredOn = delivered,
            IsNotForRebate = isNotForRebate,
            Unit = sold.Unit,
        });
        document.Resolved.Add(new ResolvedLine(productId, sign * sold.OwnMilli));
    }

    /// <summary>The quantity as it was sold and in the product's own unit, or null where that cannot be said.</summary>
    private (string? Unit, long QuantityMilli, long OwnMilli)? ReadUnit(TableReader reader, ImportUnit unit, string productNumber, long productId, decimal quantity)
    {
        var milli = Quantity.FromUnits(quantity).Milli;
        if (!columns.Unit.IsMapped)
        {
            return (null, milli, milli);
        }

        var problems = unit.Problems.Count;
        var name = columns.Unit.Text(reader, unit, MaxUnitLength);
        if (unit.Problems.Count != problems)
        {
            return null;
        }

        // A document that names the product's own unit is the same as one that names none.
        if (name is null || directory.Units.IsOwn(productId, name))
        {
            return (null, milli, milli);
        }

        var own = directory.Units.ToOwnMilli(productId, productNumber, name, milli);
        if (own.IsDone)
        {
            return (name, milli, own.Value);
        }

        columns.Unit.Refuse(reader, unit, own.Refusal.Code, own.Refusal.Arguments);
        return null;
    }

    private static string Negative(bool isReturn) => isReturn ? "import_return_negative" : "import_sale_negative";

    private int? ReadLineNumber(TableReader reader, ImportUnit unit)
    {
        var line = columns.Line.Number(reader, unit);
        if (line is null)
        {
            return null;
        }

        if (line >= 1 && line <= int.MaxValue && line == decimal.Truncate(line.Value))
        {
            return (int)line;
        }

        columns.Line.Refuse(reader, unit, "import_line_number", line.Value.ToString(CultureInfo.InvariantCulture));
        return null;
    }

    private (string? Number, long Id) ReadProduct(TableReader reader, ImportUnit unit)
    {
        var number = columns.Product.Text(reader, unit, MaxNumberLength, isRequired: true);
        long id = 0;
        if (number is not null && !directory.Products.TryGetValue(number, out id))
        {
            columns.Product.Refuse(reader, unit, "import_product_unknown", number);
        }

        return (number, id);
    }

    /// <summary>The amount, or what price, quantity and discount make.</summary>
    private decimal? ReadNet(TableReader reader, ImportUnit unit, decimal? quantity, decimal discount, int problems)
    {
        var price = columns.Price.Number(reader, unit);
        var net = columns.Net.Number(reader, unit, isRequired: !columns.Price.IsMapped);
        if (net is not null)
        {
            return net;
        }

        if (price is not null && quantity is not null)
        {
            net = (price * quantity) - discount;
            if (Math.Abs(net.Value) > CellParsing.MaxNumber)
            {
                columns.Price.Refuse(reader, unit, "cell_number_too_large", CellParsing.Shown(columns.Price.Cell(reader)));
            }
        }
        else if (columns.Price.IsMapped && unit.Problems.Count == problems)
        {
            columns.Net.Refuse(reader, unit, "import_value_missing", columns.Net.Header);
        }

        return net;
    }
}
