namespace Portal.Domain.Settlements;

/// <summary>What sales lines add up to that count alike: of one customer, for the same programmes, in the same days.</summary>
internal struct FactSum
{
    public long NetMinor;
    public long QuantityMilli;
    public long ReturnNetMinor;
    public int SaleLines;
    public int ReturnLines;

    public readonly bool IsEmpty => SaleLines + ReturnLines == 0;

    public void Add(in SalesFact fact)
    {
        NetMinor = checked(NetMinor + fact.NetMinor);
        QuantityMilli = checked(QuantityMilli + fact.QuantityMilli);
        if (fact.IsReturn)
        {
            ReturnLines++;
            ReturnNetMinor = checked(ReturnNetMinor + fact.NetMinor);
        }
        else
        {
            SaleLines++;
        }
    }
}
