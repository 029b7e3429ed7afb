namespace Portal.Domain.Settlements;

/// <summary>What sales lines of a period add up to for one line of a programme.</summary>
public struct PeriodMeasure
{
    /// <summary>Net amount in the qualifying scope, in minor units.</summary>
    public long QualifierNetMinor;

    /// <summary>Quantity in the qualifying scope, in thousandths.</summary>
    public long QualifierQuantityMilli;

    /// <summary>Net amount in the earning scope, in minor units.</summary>
    public long BaseNetMinor;

    /// <summary>Quantity in the earning scope, in thousandths.</summary>
    public long BaseQuantityMilli;

    /// <summary>Sales lines counted that are no returns.</summary>
    public int SaleLines;

    /// <summary>Return lines counted.</summary>
    public int ReturnLines;

    /// <summary>Net amount of the return lines; zero or negative.</summary>
    public long ReturnNetMinor;

    /// <summary>Sales lines that arrived after the period was settled.</summary>
    public int LateSaleLines;

    /// <summary>Return lines that arrived after the period was settled.</summary>
    public int LateReturnLines;

    /// <summary>Net amount of everything that arrived after the period was settled.</summary>
    public long LateNetMinor;

    /// <summary>Whether any sales line was counted.</summary>
    public readonly bool HasLines => SaleLines + ReturnLines > 0;

    /// <summary>Both together.</summary>
    public static PeriodMeasure operator +(in PeriodMeasure left, in PeriodMeasure right) => new()
    {
        QualifierNetMinor = checked(left.QualifierNetMinor + right.QualifierNetMinor),
        QualifierQuantityMilli = checked(left.QualifierQuantityMilli + right.QualifierQuantityMilli),
        BaseNetMinor = checked(left.BaseNetMinor + right.BaseNetMinor),
        BaseQuantityMilli = checked(left.BaseQuantityMilli + right.BaseQuantityMilli),
        SaleLines = left.SaleLines + right.SaleLines,
        ReturnLines = left.ReturnLines + right.ReturnLines,
        ReturnNetMinor = checked(left.ReturnNetMinor + right.ReturnNetMinor),
        LateSaleLines = left.LateSaleLines + right.LateSaleLines,
        LateReturnLines = left.LateReturnLines + right.LateReturnLines,
        LateNetMinor = checked(left.LateNetMinor + right.LateNetMinor),
    };

    internal void Add(in SalesFact fact, bool qualifies, bool earns)
    {
        var sum = default(FactSum);
        sum.Add(fact);
        Add(sum, qualifies, earns, isLate: false);
    }

    internal void Add(in FactSum sum, bool qualifies, bool earns, bool isLate)
    {
        if (qualifies)
        {
            QualifierNetMinor = checked(QualifierNetMinor + sum.NetMinor);
            QualifierQuantityMilli = checked(QualifierQuantityMilli + sum.QuantityMilli);
        }

        if (earns)
        {
            BaseNetMinor = checked(BaseNetMinor + sum.NetMinor);
            BaseQuantityMilli = checked(BaseQuantityMilli + sum.QuantityMilli);
        }

        SaleLines += sum.SaleLines;
        ReturnLines += sum.ReturnLines;
        ReturnNetMinor = checked(ReturnNetMinor + sum.ReturnNetMinor);
        if (isLate)
        {
            LateSaleLines += sum.SaleLines;
            LateReturnLines += sum.ReturnLines;
            LateNetMinor = checked(LateNetMinor + sum.NetMinor);
        }
    }
}

/// <summary>A sales line as the scan delivers it.</summary>
/// <param name="CustomerId">The customer.</param>
/// <param name="On">The document's day.</param>
/// <param name="ProductId">The product.</param>
/// <param name="QuantityMilli">Thousandths of a unit; negative on a return.</param>
/// <param name="NetMinor">Minor units; negative on a return.</param>
/// <param name="LineId">The line's key; lines that arrive later have greater ones.</param>
public readonly record struct SalesFact(long CustomerId, DateOnly On, long ProductId, long QuantityMilli, long NetMinor, long LineId)
{
    /// <summary>Whether goods came back.</summary>
    public bool IsReturn => NetMinor < 0 || QuantityMilli < 0;
}
