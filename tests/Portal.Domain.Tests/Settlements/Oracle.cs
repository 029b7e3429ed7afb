using Portal.Domain.Programs;
using Portal.Domain.Settlements;

namespace Portal.Domain.Tests.Settlements;

/// <summary>The same result reckoned anew, slowly and plainly in decimals of whole units: no code is shared with the engine beyond the definitions.</summary>
internal sealed class Oracle
{
    private readonly IReadOnlyList<ProgramDefinition> _programs;
    private readonly PlanMasterData _master;
    private readonly List<OracleSale> _sales;
    private readonly DateOnly _asOf;

    // What programmes that come first in their group gave, by sales line.
    private readonly List<(ProgramDefinition Program, string Customer, DateOnly To, Dictionary<long, decimal> ByLine)> _given = [];

    private Oracle(RandomWorld world)
    {
        (_programs, _master, _asOf) = (world.Programs, world.Master, world.AsOf);
        _sales = [.. world.Sales.Select(sale => OracleSale.Of(sale, world.Details[sale.LineId], world.Master))];
    }

    /// <summary>What every period that ended by the world's day earns: by programme, customer, line and first day of the period.</summary>
    public static Dictionary<(string Program, string Customer, int Line, DateOnly From), decimal> Earned(RandomWorld world)
    {
        var oracle = new Oracle(world);
        var totals = new Dictionary<(ProgramDefinition Program, DateOnly From, string Customer, int Line), decimal>();
        foreach (var program in world.Programs.OrderBy(program => program.Stacking?.Order ?? 0).ThenBy(program => program.Code, StringComparer.Ordinal))
        {
            foreach (var (from, to) in Periods(program).Where(period => period.To <= world.AsOf))
            {
                foreach (var (customer, line, rebate) in oracle.Period(program, from, to))
                {
                    totals[(program, from, customer, line)] = rebate;
                }
            }
        }

        KeepBest(totals);
        foreach (var program in world.Programs)
        {
            Limit(program, totals);
        }

        return oracle.Differences(totals);
    }

    private Dictionary<(string Program, string Customer, int Line, DateOnly From), decimal> Differences(Dictionary<(ProgramDefinition Program, DateOnly From, string Customer, int Line), decimal> totals) =>
        totals.ToDictionary(entry => (entry.Key.Program.Code, entry.Key.Customer, entry.Key.Line, entry.Key.From), entry =>
        {
            var earlier = totals.Where(other => other.Key.Program == entry.Key.Program && other.Key.Customer == entry.Key.Customer && other.Key.Line == entry.Key.Line && other.Key.From < entry.Key.From).OrderBy(other => other.Key.From).Select(other => other.Value);
            return entry.Value - (entry.Key.Program.PeriodMode == PeriodMode.Cumulative ? earlier.LastOrDefault() : 0);
        });

    /// <summary>What everyone gets for a period before the limits over all customers.</summary>
    private List<(string Customer, int Line, decimal Rebate)> Period(ProgramDefinition program, DateOnly from, DateOnly to)
    {
        var result = new List<(string, int, decimal)>();
        if (program.RollUp is null)
        {
            foreach (var customer in _master.Customers.Where(customer => TakesPart(program, customer) && !IsExcluded(program, customer)))
            {
                result.AddRange(Family(program, [customer], from, to).Select(entry => (customer.Number, entry.Line, entry.Rebate)));
            }

            return result;
        }

        foreach (var head in _master.Customers.Where(customer => customer.ParentId is null && TakesPart(program, customer) && !IsExcluded(program, customer)))
        {
            var members = _master.Customers
                .Where(customer => HeadOf(customer) == head.Id && !program.Participants.Exclude.Any(selector => Is(selector, customer)))
                .OrderBy(customer => customer.Id != head.Id).ThenBy(customer => customer.Number, StringComparer.Ordinal).ToList();
            foreach (var (line, rebate, weights) in Family(program, members, from, to))
            {
                var shares = program.RollUp.PayTo == RollUpPayTo.Parent ? [rebate, .. members.Skip(1).Select(_ => 0m)] : Share(rebate, [.. weights.Select(weight => Math.Max(0, weight))]);
                result.AddRange(members.Select((member, index) => (member.Number, line, shares[index])));
            }
        }

        return result;
    }

    /// <summary>What the lines of a programme give customers that reach its tiers together.</summary>
    private List<(int Line, decimal Rebate, List<decimal> Weights)> Family(ProgramDefinition program, List<PlanCustomer> members, DateOnly from, DateOnly to)
    {
        var start = program.PeriodMode == PeriodMode.Cumulative ? program.ValidFrom : from;
        var periods = Periods(program).ToList();
        var own = _sales.Where(sale => members.Contains(sale.Customer)).Select(sale => sale.In(program.Currency, _master)).SelectMany(sale => sale.Counting(program.Documents)).ToList();
        var days = periods.Where(period => period.From >= start && period.To <= to).ToList();
        var counted = own.Where(sale => days.Any(period => period.From <= sale.On && sale.On <= period.To) && (sale.NeededBy ?? to) <= to).ToList();
        var earlier = program.Stacking is { } stacking
            ? _given.Where(entry => entry.Program.Stacking!.Order < stacking.Order && entry.Customer == members[0].Number && entry.To <= to)
                .GroupBy(entry => entry.Program)
                .SelectMany(entries => entries.Key.PeriodMode == PeriodMode.Cumulative ? entries.OrderBy(entry => entry.To).TakeLast(1) : entries)
                .Select(entry => entry.ByLine).ToList()
            : [];
        var byLine = new Dictionary<int, Dictionary<long, decimal>>();
        var lines = new List<(ProgramLine Line, decimal Rebate, decimal Advance, List<OracleSale> Earning)>();
        foreach (var line in program.Lines)
        {
            var reckoned = new OracleLine(program, line, _master, members, own, counted, days, to == periods[^1].To);
            if (!reckoned.HasSales)
            {
                continue;
            }

            var taken = line.Base.Measure.IsMoney()
                ? earlier.Concat((line.ReducedByLines ?? []).Where(byLine.ContainsKey).Select(number => byLine[number])).Sum(spread => reckoned.Earning.Select(sale => sale.Key).Distinct().Sum(spread.GetValueOrDefault))
                : 0;
            var rebate = reckoned.Rebate(taken);
            byLine[line.Number] = Spread(rebate, reckoned.Earning);
            lines.Add((line, rebate, reckoned.Advance, reckoned.Earning));
        }

        foreach (var group in lines.Where(line => line.Line.BestOfGroup is not null).GroupBy(line => line.Line.BestOfGroup).ToList())
        {
            var best = group.OrderByDescending(line => line.Rebate).First().Line;
            lines = [.. lines.Select(line => line.Line.BestOfGroup == group.Key && line.Line != best ? line with { Rebate = 0 } : line)];
        }

        if (program.CapPerCustomer is { } cap && lines.Sum(line => line.Rebate) > cap)
        {
            var shares = Share(cap, [.. lines.Select(line => line.Rebate)]);
            lines = [.. lines.Select((line, index) => line with { Rebate = shares[index] })];
        }

        if (program.Stacking is not null)
        {
            var all = lines.Select(line => Spread(line.Rebate, line.Earning)).ToList();
            _given.Add((program, members[0].Number, to, all.SelectMany(spread => spread.Keys).Distinct().ToDictionary(key => key, key => all.Sum(spread => spread.GetValueOrDefault(key)))));
        }

        return [.. lines.Select(line => (line.Line.Number, line.Rebate - line.Advance, members.Select(member => OracleLine.Sum(line.Line.Base.Measure, line.Line.Base.Unit, [.. line.Earning.Where(sale => sale.Customer == member)])).ToList()))];
    }

    private static Dictionary<long, decimal> Spread(decimal rebate, List<OracleSale> earning)
    {
        var net = earning.Sum(sale => sale.Net);
        return net <= 0 || rebate <= 0 ? [] : earning.GroupBy(sale => sale.Key).ToDictionary(sale => sale.Key, sale => sale.Sum(part => rebate * part.Net / net));
    }

    private static void KeepBest(Dictionary<(ProgramDefinition Program, DateOnly From, string Customer, int Line), decimal> totals)
    {
        foreach (var group in totals.Keys.Where(key => key.Program.BestOfGroup is not null).GroupBy(key => (key.From, To: Periods(key.Program).Single(period => period.From == key.From).To, key.Customer)).ToList())
        {
            var best = group.GroupBy(key => key.Program)
                .OrderByDescending(lines => lines.Sum(key => totals[key])).ThenBy(lines => lines.Key.Priority).ThenBy(lines => lines.Key.Code, StringComparer.Ordinal).First().Key;
            foreach (var key in group.Where(key => key.Program != best))
            {
                totals[key] = 0;
            }
        }
    }

    /// <summary>The limits over all customers: by line, by period, over the validity.</summary>
    private static void Limit(ProgramDefinition program, Dictionary<(ProgramDefinition Program, DateOnly From, string Customer, int Line), decimal> totals)
    {
        var left = program.Budget ?? 0;
        foreach (var period in totals.Keys.Where(key => key.Program == program).GroupBy(key => key.From).OrderBy(period => period.Key))
        {
            var keys = period.OrderBy(key => key.Customer, StringComparer.Ordinal).ThenBy(key => key.Line).ToList();
            foreach (var line in program.Lines.Where(line => line.Cap is not null))
            {
                Cut(line.Cap!.Value, [.. keys.Where(key => key.Line == line.Number)]);
            }

            Cut(program.CapPerProgram ?? decimal.MaxValue, keys);
            Cut(program.Budget is null ? decimal.MaxValue : left, keys);
            left -= program.PeriodMode == PeriodMode.Cumulative ? 0 : keys.Sum(key => totals[key]);
        }

        void Cut(decimal most, List<(ProgramDefinition Program, DateOnly From, string Customer, int Line)> keys)
        {
            if (keys.Sum(key => totals[key]) > most)
            {
                var shares = Share(most, [.. keys.Select(key => totals[key])]);
                for (var index = 0; index < keys.Count; index++)
                {
                    totals[keys[index]] = shares[index];
                }
            }
        }
    }

    private static List<decimal> Share(decimal total, List<decimal> weights)
    {
        var sum = weights.Sum();
        if (sum == 0)
        {
            return [.. weights.Select((_, index) => index == 0 ? total : 0)];
        }

        var exact = weights.Select(weight => total * weight / sum).ToList();
        var floors = exact.Select(share => decimal.Floor(share * 100) / 100).ToList();
        var left = (int)((total - floors.Sum()) * 100);
        foreach (var index in Enumerable.Range(0, floors.Count).OrderByDescending(index => exact[index] - floors[index]).ThenBy(index => index).Take(left))
        {
            floors[index] += 0.01m;
        }

        return floors;
    }

    private long HeadOf(PlanCustomer customer) => customer.ParentId is { } parent ? HeadOf(_master.Customers.Single(other => other.Id == parent)) : customer.Id;

    private bool TakesPart(ProgramDefinition program, PlanCustomer customer) =>
        program.Participants.Include.Any(selector => Is(selector, customer)) && !program.Participants.Exclude.Any(selector => Is(selector, customer));

    private bool IsExcluded(ProgramDefinition program, PlanCustomer customer) =>
        program.ExclusiveGroup is not null && _programs.Any(other =>
            other.ExclusiveGroup == program.ExclusiveGroup
            && TakesPart(other, customer)
            && (other.Priority < program.Priority || (other.Priority == program.Priority && string.CompareOrdinal(other.Code, program.Code) < 0)));

    private bool Is(CustomerSelector selector, PlanCustomer customer) => selector.Kind switch
    {
        CustomerSelectorKind.All => true,
        CustomerSelectorKind.Customer => selector.Codes.Contains(customer.Number),
        CustomerSelectorKind.Group => selector.Codes.Contains(customer.GroupCode),
        CustomerSelectorKind.Level => selector.Codes.Contains(customer.LevelCode),
        CustomerSelectorKind.Region => selector.Codes.Contains(customer.RegionCode),
        _ => selector.Codes.Contains(customer.Number) || (customer.ParentId is { } parent && Is(selector, _master.Customers.Single(other => other.Id == parent))),
    };

    private static IEnumerable<(DateOnly From, DateOnly To)> Periods(ProgramDefinition program)
    {
        if (program.Period.Kind == PeriodKind.Custom)
        {
            return program.Period.Custom.Select(period => (period.From, period.To));
        }

        // Day by day: a period ends where the next day has another name.
        string Name(DateOnly day) => program.Period.Kind switch
        {
            PeriodKind.Month => $"{day.Year} {day.Month}",
            PeriodKind.Quarter => $"{day.Year} {(day.Month - 1) / 3}",
            PeriodKind.HalfYear => $"{day.Year} {(day.Month - 1) / 6}",
            _ => $"{day.Year}",
        };
        return Enumerable.Range(0, program.ValidTo.DayNumber - program.ValidFrom.DayNumber + 1)
            .Select(program.ValidFrom.AddDays)
            .GroupBy(Name)
            .Select(days => (days.First(), days.Last()));
    }
}
