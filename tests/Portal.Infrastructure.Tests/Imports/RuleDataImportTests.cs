using System.Text;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Imports;
using Portal.Domain.Products;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Imports;
using DatabaseList = Portal.Infrastructure.Tests.Databases.Databases;

namespace Portal.Infrastructure.Tests.Imports;

/// <summary>What rebate rules ask for, as files bring it.</summary>
public sealed class RuleDataImportTests
{
    private const string SalesHead = "document_number,document_kind,customer_number,document_date,product_number,quantity,net_amount,channel,agent_number,delivery_date,not_for_rebate,unit\n";

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_sale_keeps_channel_agent_delivery_flag_and_the_unit_it_was_sold_in(DatabaseProvider provider)
    {
        await using var bench = await ImportBench.CreateAsync(provider);
        var products = await ImportAsync(bench, ImportKind.Products, "product_number,name,unit,units,attributes\nP1,Bike,pcs,box=12; gross=144,line=premium\nP2,Bell,pcs,g=1/1000,\n");
        Assert.Equal((ImportState.Completed, 2L), (products.State, products.Imported));
        const string Rows = "A1,sale,C1,2026-01-05,P1,2.5,100.00,shop,C2,2026-01-20,yes,Box\nA1,sale,C1,2026-01-05,P2,2500,10.00,shop,C2,,,g\nA2,sale,C1,2026-01-06,P1,3,7,,,,no,PCS\nR1,return,C1,2026-01-07,P1,1,50,,,,,box\n";
        var sales = await ImportAsync(bench, ImportKind.Sales, SalesHead + Rows);
        Assert.Equal((ImportState.Completed, 3L), (sales.State, sales.Imported));

        await using var context = bench.Portal.NewContext();
        var documents = await context.SalesDocuments.OrderBy(row => row.Number).Select(row => new { row.Channel, Agent = context.Customers.Single(agent => agent.Id == row.AgentId).Number }).Take(1).ToListAsync();
        Assert.Equal(("shop", "C2"), (documents[0].Channel, documents[0].Agent));
        var lines = await context.SalesLines.OrderBy(row => row.Id).Select(row => new { row.QuantityMilli, row.Unit, row.UnitQuantityMilli, row.DeliveredOn, row.IsNotForRebate }).ToListAsync();
        Assert.Equal(
            [
                (30_000, "Box", 2500, new DateOnly(2026, 1, 20), true), (2500, "g", 2_500_000, null, false),
                (3000, null, null, null, false), (-12_000, "box", -1000, null, false),
            ],
            lines.Select(row => (row.QuantityMilli, row.Unit, row.UnitQuantityMilli, row.DeliveredOn, row.IsNotForRebate)));
        Assert.Equal((0L, 3L), (await ImportAsync(bench, ImportKind.Sales, SalesHead + Rows)) is var again ? (again.Imported, again.Duplicates) : default);

        // A2 says nothing new: a file without the columns brings the same document.
        var plain = await ImportAsync(bench, ImportKind.Sales, "document_number,customer_number,document_date,product_number,quantity,net_amount\nA2,C1,2026-01-06,P1,3,7\n");
        Assert.Equal((0L, 1L), (plain.Imported, plain.Duplicates));
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_correction_of_a_factor_leaves_what_was_sold_and_its_replay_alone(DatabaseProvider provider)
    {
        await using var bench = await ImportBench.CreateAsync(provider);
        await ImportAsync(bench, ImportKind.Products, "product_number,name,units\nP1,Bike,box=12\n");
        const string Sale = SalesHead + "A1,sale,C1,2026-01-05,P1,2,100.00,,,,,box\n";
        await ImportAsync(bench, ImportKind.Sales, Sale);
        Assert.Equal(1, (await ImportAsync(bench, ImportKind.Products, "product_number,name,units\nP1,Bike,box=10\n")).Imported);
        Assert.Equal(1, (await ImportAsync(bench, ImportKind.Products, "product_number,name,units\nP1,Bike,box=10\n")).Duplicates);
        Assert.Equal(1, (await ImportAsync(bench, ImportKind.Sales, Sale)).Duplicates);
        await using var context = bench.Portal.NewContext();
        Assert.Equal(24_000, await context.SalesLines.SumAsync(line => line.QuantityMilli));
        Assert.Equal(new UnitFactor(10, 1), (await context.ProductUnits.SingleAsync()).Factor);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Bad_cells_are_named_and_nothing_is_written(DatabaseProvider provider)
    {
        await using var bench = await ImportBench.CreateAsync(provider);
        var sales = await ImportAsync(bench, ImportKind.Sales, SalesHead
            + "A1,sale,C1,2026-01-05,P1,1,1,,C9,,,\nA2,sale,C1,2026-01-05,P1,1,1,,C1,,maybe,\nA3,sale,C1,2026-01-05,P1,1,1,,,31.31.2026,,\nA4,sale,C1,2026-01-05,P1,1,1,,,,,crate\nA5,sale,C1,2026-01-05,P1,1,1,,,,,\n");
        Assert.Equal((ImportState.Refused, 0L, 4L), (sales.State, sales.Imported, sales.BadRows));
        Assert.Equal(
            ["2 agent_number: import_agent_unknown(C9)", "3 agent_number: import_agent_is_customer(C1)", "3 not_for_rebate: import_yes_or_no(maybe)", "4 delivery_date: cell_not_a_date(31.31.2026)", "5 unit: sales_unit_unknown(crate, P1, pcs)"],
            await bench.ProblemsAsync(sales.RunId));

        var products = await ImportAsync(bench, ImportKind.Products, "product_number,name,unit,units,attributes\nP1,Bike,pcs,box=0,\nP2,Bell,pcs,PCS=1,\nP3,Horn,pcs,box 12,line=a; LINE=b\n");
        Assert.Equal(
            ["2 units: product_unit_factor(box, 0)", "3 units: product_unit_own(PCS)", "4 units: product_pair_malformed(box 12)", "4 attributes: product_pair_twice(LINE)"],
            await bench.ProblemsAsync(products.RunId));

        await bench.SalesAsync("A1,sale,C1,2026-01-05,1,P1,2,200.00,,E1\n");
        var payments = await ImportAsync(bench, ImportKind.Payments, "payment_number,document_number,payment_date,amount\nZ1,A1,2026-02-01,0\nZ2,A9,2026-02-01,5\nZ3,A1,2026-02-01,5\nZ3,A1,2026-02-01,6\n");
        Assert.Equal(
            ["2 amount: payment_amount_zero", "3 document_number: payment_document_unknown(A9, import)", "5 payment_number: import_record_twice(Z3, 4)"],
            await bench.ProblemsAsync(payments.RunId));

        var rates = await ImportAsync(bench, ImportKind.ExchangeRates, "currency,rate_date,rate\nUSD,2026-01-05,0\nCNY,2026-01-05,1\nDollar,2026-01-05,7\nUSD,2026-01-06,7.12345678901\n");
        Assert.Equal(
            ["2 rate: rate_invalid(0)", "3 currency: rate_own_currency(CNY)", "4 currency: import_currency_unknown(DOLLAR)", "5 rate: rate_invalid(7.12345678901)"],
            await bench.ProblemsAsync(rates.RunId));

        var figures = await ImportAsync(bench, ImportKind.Figures, "list,customer_number,from_date,to_date,value\nT,C9,2026-01-01,2026-03-31,1\nT,C1,2026-04-01,2026-03-31,1\nT,C1,2026-01-01,2026-03-31,-1\n");
        Assert.Equal(
            ["2 customer_number: import_customer_unknown(C9)", "3 to_date: figure_days_reversed(2026-04-01, 2026-03-31)", "4 value: figure_invalid(-1)"],
            await bench.ProblemsAsync(figures.RunId));
        await using var context = bench.Portal.NewContext();
        Assert.Equal((0, 0, 0, 0), (await context.SalesPayments.CountAsync(), await context.ExchangeRates.CountAsync(), await context.CustomerFigures.CountAsync(), await context.ProductUnits.CountAsync()));
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Payments_come_once_and_are_taken_back_whole(DatabaseProvider provider)
    {
        await using var bench = await ImportBench.CreateAsync(provider);
        var documents = await bench.SalesAsync("A1,sale,C1,2026-01-05,1,P1,2,200.00,,E1\nR1,return,C1,2026-01-08,1,P1,1,100,A1,\n");
        const string Payments = "payment_number,document_number,payment_date,amount\nZ1,A1,2026-02-01,150\nZ2,A1,2026-02-09,-50\nZ3,R1,2026-02-03,100\n";
        var run = await ImportAsync(bench, ImportKind.Payments, Payments);
        Assert.Equal((ImportState.Completed, 3L), (run.State, run.Imported));
        Assert.Equal((0L, 3L), (await ImportAsync(bench, ImportKind.Payments, Payments)) is var again ? (again.Imported, again.Duplicates) : default);
        var other = await ImportAsync(bench, ImportKind.Payments, Payments.Replace("150", "151", StringComparison.Ordinal));
        Assert.Equal(["2 payment_number: payment_differs(Z1, A1 · 2026-02-01 · 150.00, A1 · 2026-02-01 · 151.00)"], await bench.ProblemsAsync(other.RunId));
        Assert.Equal([15_000, -5_000, -10_000], await AmountsAsync(bench));

        Assert.Equal("import_undo_paid", (await ImportUndoTests.UndoAsync(bench, documents.RunId)).Refusal.Code);
        Assert.Equal(new ImportUndo(3, 0), (await ImportUndoTests.UndoAsync(bench, run.RunId)).Value);
        Assert.Empty(await AmountsAsync(bench));
        Assert.True((await ImportUndoTests.UndoAsync(bench, documents.RunId)).IsDone);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task Undone_rates_and_figures_are_what_they_were(DatabaseProvider provider)
    {
        await using var bench = await ImportBench.CreateAsync(provider);
        await ImportAsync(bench, ImportKind.ExchangeRates, "currency,rate_date,rate\nUSD,2026-01-05,7.1\nJPY,2026-01-05,0.0486520001\n");
        var rates = await ImportAsync(bench, ImportKind.ExchangeRates, "currency,rate_date,rate\nUSD,2026-01-05,7.2\nUSD,2026-01-06,7.3\nJPY,2026-01-05,0.0486520001\n");
        Assert.Equal((2L, 1L), (rates.Imported, rates.Duplicates));
        await ImportAsync(bench, ImportKind.Figures, "list,customer_number,from_date,to_date,value\nT,C1,2026-01-01,2026-03-31,1000\n");
        var figures = await ImportAsync(bench, ImportKind.Figures, "list,customer_number,from_date,to_date,value\nT,C1,2026-01-01,2026-03-31,2000.5\nT,C2,2026-01-01,2026-03-31,3000\n");
        Assert.Equal(new ImportUndo(1, 1), (await ImportUndoTests.UndoAsync(bench, rates.RunId)).Value);
        Assert.Equal(new ImportUndo(1, 1), (await ImportUndoTests.UndoAsync(bench, figures.RunId)).Value);
        await using var context = bench.Portal.NewContext();
        Assert.Equal([("JPY", 0.0486520001m), ("USD", 7.1m)], (await context.ExchangeRates.OrderBy(row => row.Currency).ToListAsync()).Select(row => (row.Currency, row.Rate)));
        Assert.Equal(1_000_000, (await context.CustomerFigures.SingleAsync()).ValueMilli);
    }

    [SkippableTheory]
    [MemberData(nameof(DatabaseList.All), MemberType = typeof(DatabaseList))]
    public async Task A_customer_has_an_agent_that_stands_above_it(DatabaseProvider provider)
    {
        await using var bench = await ImportBench.CreateAsync(provider);
        var run = await ImportAsync(bench, ImportKind.Customers, "customer_number,name,agent_number\nC3,Agent,\nC4,Buyer,C3\nC1,First,C3\n");
        Assert.Equal((ImportState.Completed, 3L), (run.State, run.Imported));
        var below = await ImportAsync(bench, ImportKind.Customers, "customer_number,name,agent_number\nC6,Buyer,C7\nC7,Agent,C7\n");
        Assert.Equal(["2 agent_number: import_agent_unknown(C7)", "3 agent_number: import_agent_is_customer(C7)"], await bench.ProblemsAsync(below.RunId));
        await using var context = bench.Portal.NewContext();
        var agent = await context.Customers.SingleAsync(row => row.Number == "C3");
        Assert.Equal(["C1", "C4"], await context.Customers.Where(row => row.AgentId == agent.Id).Select(row => row.Number).Order().ToListAsync());
    }

    private static Task<ImportResult> ImportAsync(ImportBench bench, ImportKind kind, string text) => bench.ImportAsync(kind, Encoding.UTF8.GetBytes(text), ImportMode.AllOrNothing);

    private static async Task<List<long>> AmountsAsync(ImportBench bench)
    {
        await using var context = bench.Portal.NewContext();
        return await context.SalesPayments.OrderBy(row => row.Id).Select(row => row.AmountMinor).ToListAsync();
    }
}
