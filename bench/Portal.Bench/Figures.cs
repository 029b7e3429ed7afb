namespace Portal.Bench;

/// <summary>Every figure there is; a new one is one line here.</summary>
internal static class Figures
{
    public static IReadOnlyList<IFigure> All { get; } =
    [
        new SettleFigure(),
        new ResettleFigure(),
        new CrashFigure(),
        new LedgerFigure(),
        new ImportFigure(),
        new IntakeFigure(),
        new RedeemFigure(),
        new CircuitsFigure(),
        new PagesFigure(),
        new ExpiryFigure(),
        new MembersFigure(),
    ];
}
