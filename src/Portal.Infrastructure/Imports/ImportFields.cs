using Portal.Domain.Imports;

namespace Portal.Infrastructure.Imports;

/// <summary>A column that an import knows.</summary>
/// <param name="Name">The name that files and the interface use: "customer_number".</param>
/// <param name="IsRequired">Whether a file without it is refused.</param>
/// <param name="Aliases">Other headers that are recognised.</param>
public sealed record ImportField(string Name, bool IsRequired, params IReadOnlyList<string> Aliases);

/// <summary>The columns of each kind of file.</summary>
public static class ImportFields
{
    /// <summary>Customers.</summary>
    public static IReadOnlyList<ImportField> Customers { get; } =
    [
        new("customer_number", true, "number", "customer_no", "customer_code", "account_number", "客户编号", "客户编码", "客户代码", "客户号"),
        new("name", true, "customer_name", "客户名称", "名称", "姓名"),
        new("kind", false, "customer_type", "type", "类型", "客户类型"),
        new("group", false, "customer_group", "客户分组", "分组", "客户分类", "客户组"),
        new("level", false, "customer_level", "客户级别", "级别", "等级"),
        new("region", false, "sales_region", "地区", "区域", "大区"),
        new("parent_number", false, "parent", "parent_company", "上级客户", "上级编号", "总公司编号", "母公司"),
        new("owner_number", false, "owner", "salesperson_number", "业务员编号", "业务员", "负责人", "负责人编号"),
        new("contact_name", false, "contact", "联系人"),
        new("phone", false, "telephone", "mobile", "电话", "手机", "联系电话"),
        new("email", false, "e_mail", "mail", "邮箱", "电子邮件"),
        new("address", false, "street", "地址", "详细地址"),
        new("city", false, "城市", "市"),
        new("province", false, "state", "省", "省份"),
        new("country", false, "国家"),
        new("postal_code", false, "post_code", "zip", "zip_code", "邮编", "邮政编码"),
        new("sex", false, "gender", "性别"),
        new("birth_on", false, "birthday", "birth_date", "生日", "出生日期"),
        new("occupation", false, "职业"),
        new("education", false, "学历", "教育程度"),
        new("industry", false, "trade", "行业"),
        new("notes", false, "note", "remark", "备注"),
        new("agent_number", false, "agent", "agent_no", "代理商编号", "代理商", "代理编号"),
    ];

    /// <summary>Products.</summary>
    public static IReadOnlyList<ImportField> Products { get; } =
    [
        new("product_number", true, "number", "product_no", "product_code", "sku", "item_number", "产品编号", "商品编号", "物料编码", "产品编码", "商品编码"),
        new("name", true, "product_name", "产品名称", "商品名称", "名称", "品名"),
        new("category", false, "product_category", "subcategory", "分类", "产品分类", "类别", "商品分类"),
        new("parent_category", false, "main_category", "上级分类", "大类"),
        new("brand", false, "品牌"),
        new("unit", false, "uom", "单位", "计量单位"),
        new("standard_cost", false, "cost", "成本", "标准成本", "成本价"),
        new("list_price", false, "price", "标价", "目录价", "售价", "零售价"),
        new("units", false, "unit_conversions", "other_units", "单位换算", "换算单位", "辅助单位"),
        new("attributes", false, "properties", "属性", "产品属性"),
    ];

    /// <summary>Sales and returns.</summary>
    public static IReadOnlyList<ImportField> Sales { get; } =
    [
        new("document_number", true, "document_no", "order_number", "order_no", "invoice_number", "单据号", "单据编号", "单号", "订单号", "销售单号"),
        new("document_kind", false, "kind", "document_type", "单据类型", "类型", "业务类型"),
        new("customer_number", true, "customer_no", "customer_code", "customer", "客户编号", "客户编码", "客户代码", "客户"),
        new("document_date", true, "date", "order_date", "invoice_date", "日期", "单据日期", "销售日期", "业务日期"),
        new("line_number", false, "line_no", "line", "行号", "序号"),
        new("product_number", true, "product_no", "product_code", "product", "sku", "item_number", "产品编号", "商品编号", "物料编码", "产品编码", "商品编码", "产品"),
        new("quantity", true, "qty", "数量", "销售数量"),
        new("unit_price", false, "price", "单价"),
        new("net_amount", true, "amount", "net", "sales_amount", "金额", "销售金额", "净额", "不含税金额"),
        new("discount_amount", false, "discount", "折扣额", "折扣金额", "折扣"),
        new("cost_amount", false, "cost", "total_cost", "成本", "成本金额"),
        new("salesperson_number", false, "salesperson", "业务员编号", "业务员", "销售员", "销售员编号"),
        new("original_document_number", false, "original_number", "original_document", "原单据号", "原单号", "原销售单号"),
        new("currency", false, "currency_code", "币种", "币别"),
        new("source", false, "source_system", "来源", "来源系统"),
        new("channel", false, "sales_channel", "渠道", "销售渠道"),
        new("agent_number", false, "agent", "agent_no", "代理商编号", "代理商"),
        new("delivery_date", false, "delivered", "delivered_on", "delivery_day", "交货日期", "发货日期", "送货日期"),
        new("not_for_rebate", false, "no_rebate", "excluded_from_rebate", "不计返利", "不参与返利"),
        new("unit", false, "uom", "sales_unit", "单位", "销售单位", "计量单位"),
    ];

    /// <summary>Payments of sales documents.</summary>
    public static IReadOnlyList<ImportField> Payments { get; } =
    [
        new("payment_number", true, "number", "payment_no", "receipt_number", "收款单号", "付款单号", "收款编号"),
        new("document_number", true, "document_no", "invoice_number", "order_number", "单据号", "单据编号", "销售单号", "单号"),
        new("payment_date", true, "date", "paid_on", "payment_day", "收款日期", "付款日期", "日期"),
        new("amount", true, "paid_amount", "payment_amount", "金额", "收款金额", "付款金额"),
        new("document_source", false, "单据来源"),
        new("source", false, "source_system", "来源", "来源系统"),
    ];

    /// <summary>Exchange rates.</summary>
    public static IReadOnlyList<ImportField> ExchangeRates { get; } =
    [
        new("currency", true, "currency_code", "币种", "币别", "货币"),
        new("rate_date", true, "date", "day", "日期", "汇率日期"),
        new("rate", true, "exchange_rate", "汇率"),
    ];

    /// <summary>Targets and base figures of customers.</summary>
    public static IReadOnlyList<ImportField> Figures { get; } =
    [
        new("list", true, "list_name", "名单", "指标名单", "列表"),
        new("customer_number", true, "customer_no", "customer_code", "customer", "客户编号", "客户编码", "客户代码", "客户"),
        new("from_date", true, "from", "start", "开始日期", "起始日期", "自"),
        new("to_date", true, "to", "end", "结束日期", "截止日期", "至"),
        new("value", true, "target", "figure", "指标值", "指标", "目标", "数值"),
    ];

    /// <summary>The columns of a kind.</summary>
    public static IReadOnlyList<ImportField> Of(ImportKind kind) => kind switch
    {
        ImportKind.Customers => Customers,
        ImportKind.Products => Products,
        ImportKind.Sales => Sales,
        ImportKind.Payments => Payments,
        ImportKind.ExchangeRates => ExchangeRates,
        ImportKind.Figures => Figures,
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
