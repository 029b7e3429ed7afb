namespace Portal.Domain.Programs;

/// <summary>What of customers programmes ask for: a hundred thousand are read for every settlement, so nothing is read in vain.</summary>
/// <param name="Groups">Their groups.</param>
/// <param name="Levels">Their levels.</param>
/// <param name="Regions">Their regions.</param>
/// <param name="Each">Each by itself: its number, the company it belongs to, who looks after it.</param>
public readonly record struct CustomerNeeds(bool Groups, bool Levels, bool Regions, bool Each)
{
    /// <summary>Everything.</summary>
    public static CustomerNeeds All { get; } = new(true, true, true, true);

    /// <summary>What some programmes ask for; everything where one of them looks at sales lines in detail, which may name any of it.</summary>
    public static CustomerNeeds Of(IEnumerable<ProgramDefinition> programs)
    {
        ArgumentNullException.ThrowIfNull(programs);
        var kinds = new HashSet<CustomerSelectorKind>();
        foreach (var program in programs)
        {
            if (program.NeedsDetails())
            {
                return All;
            }

            kinds.UnionWith(program.Participants.Include.Concat(program.Participants.Exclude).Select(selector => selector.Kind));
        }

        return new CustomerNeeds(
            kinds.Contains(CustomerSelectorKind.Group),
            kinds.Contains(CustomerSelectorKind.Level),
            kinds.Contains(CustomerSelectorKind.Region),
            kinds.Contains(CustomerSelectorKind.Customer) || kinds.Contains(CustomerSelectorKind.Parent));
    }
}
