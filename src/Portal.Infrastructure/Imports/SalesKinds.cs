using Portal.Domain.Sales;

namespace Portal.Infrastructure.Imports;

/// <summary>The words for sales and returns in files.</summary>
internal static class SalesKinds
{
    /// <summary>Reads a word; no word is a sale; null where it is not known.</summary>
    public static SalesDocumentKind? Read(string? text) => text?.ToLowerInvariant() switch
    {
        null or "sale" or "sales" or "invoice" or "order" or "销售" or "销售单" or "销售出库" or "出库" => SalesDocumentKind.Sale,
        "return" or "returns" or "credit note" or "refund" or "退货" or "销售退货" or "退货单" => SalesDocumentKind.Return,
        _ => null,
    };
}
