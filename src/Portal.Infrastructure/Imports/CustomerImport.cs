using Microsoft.EntityFrameworkCore;
using Portal.Domain.Customers;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Imports;

/// <summary>Customers: a row with a new number adds one, a row with a known number changes what its columns say.</summary>
internal sealed class CustomerImport : ImportSource
{
    private static readonly string[] CustomerColumns =
    [
        nameof(Customer.Number), nameof(Customer.Name), nameof(Customer.Kind), nameof(Customer.GroupId), nameof(Customer.LevelId),
        nameof(Customer.RegionId), nameof(Customer.ParentId), nameof(Customer.AgentId), nameof(Customer.OwnerId), nameof(Customer.CreatedAtUtc), nameof(Customer.RowVersion),
        "Profile.ContactName", "Profile.Phone", "Profile.Email", "Profile.Address", "Profile.City", "Profile.Province", "Profile.Country",
        "Profile.PostalCode", "Profile.Sex", "Profile.BirthOn", "Profile.Occupation", "Profile.Education", "Profile.Industry", "Profile.Notes",
    ];

    private readonly Dictionary<string, ImportColumn> _columns;
    private readonly Dictionary<string, string?> _parents = [];
    private readonly Dictionary<string, long> _lines = [];
    private Dictionary<string, long> _ids = [];
    private Dictionary<string, long> _employees = [];
    private Dictionary<string, CustomerKind> _kinds = [];
    private CodeTable _groups = new([]);
    private CodeTable _levels = new([]);
    private CodeTable _regions = new([]);

    public CustomerImport(ColumnMapping mapping, ImportSettings settings)
        : base(mapping, settings) =>
        _columns = ImportFields.Customers.ToDictionary(field => field.Name, field => ColumnOf(field.Name));

    public override async Task LoadAsync(PortalDbContext context, long importRunId, CancellationToken cancellationToken)
    {
        var customers = await context.Customers
            .Select(row => new { row.Id, row.Number, row.Kind, row.ParentId })
            .ToListAsync(cancellationToken);
        var numbers = customers.ToDictionary(row => row.Id, row => row.Number);
        _ids = customers.ToDictionary(row => row.Number, row => row.Id);
        _kinds = customers.ToDictionary(row => row.Number, row => row.Kind);
        _parents.Clear();
        _lines.Clear();
        foreach (var customer in customers)
        {
            _parents[customer.Number] = customer.ParentId is { } parent ? numbers[parent] : null;
        }

        _employees = await context.Employees.ToDictionaryAsync(row => row.Number, row => row.Id, cancellationToken);
        _groups = new CodeTable(await context.CustomerGroups.Select(row => new CodeRow(row.Id, row.Code, row.Name)).ToListAsync(cancellationToken));
        _levels = new CodeTable(await context.CustomerLevels.Select(row => new CodeRow(row.Id, row.Code, row.Name)).ToListAsync(cancellationToken));
        _regions = new CodeTable(await context.Regions.Select(row => new CodeRow(row.Id, row.Code, row.Name)).ToListAsync(cancellationToken));
    }

    public override IEnumerable<ImportUnit> Read(TableReader reader)
    {
        // A parent may stand below its children: those wait until it has come.
        var waiting = new List<ImportUnit>();
        while (reader.Read())
        {
            var unit = ReadRow(reader);
            if (unit.Draft is CustomerDraft { ParentNumber: { } parent } && !_parents.ContainsKey(parent))
            {
                waiting.Add(unit);
                continue;
            }

            yield return Placed(unit);
        }

        for (var count = waiting.Count + 1; waiting.Count > 0 && waiting.Count < count;)
        {
            count = waiting.Count;
            var still = new List<ImportUnit>();
            foreach (var unit in waiting)
            {
                if (_parents.ContainsKey(((CustomerDraft)unit.Draft!).ParentNumber!))
                {
                    yield return Placed(unit);
                }
                else
                {
                    still.Add(unit);
                }
            }

            waiting = still;
        }

        var left = waiting.Select(unit => ((CustomerDraft)unit.Draft!).Number).ToHashSet();
        foreach (var unit in waiting)
        {
            var parent = ((CustomerDraft)unit.Draft!).ParentNumber!;
            Refuse(unit, "parent_number", left.Contains(parent) ? "import_parent_circle" : "import_parent_unknown", parent);
            yield return unit;
        }
    }

    public override Task CheckAsync(PortalDbContext context, IReadOnlyList<ImportUnit> units, CancellationToken cancellationToken) => Task.CompletedTask;

    public override async Task WriteAsync(
        PortalDbContext context, IReadOnlyList<ImportUnit> units, DateTime nowUtc, long? byUserId, CancellationToken cancellationToken)
    {
        var good = units.Where(unit => !unit.IsBad).ToList();
        await AddMissingAsync(context, good, cancellationToken);
        var known = good.Where(unit => _ids.ContainsKey(((CustomerDraft)unit.Draft!).Number)).ToList();
        var added = good.Select(unit => (CustomerDraft)unit.Draft!).Where(draft => !_ids.ContainsKey(draft.Number)).ToList();
        while (added.Count > 0)
        {
            // Children need their parent's key, and all their agent's, so those are written first.
            var ready = added.Where(draft => (draft.ParentNumber is null || _ids.ContainsKey(draft.ParentNumber)) && (draft.AgentNumber is null || _ids.ContainsKey(draft.AgentNumber))).ToList();
            await AddAsync(context, ready, nowUtc, cancellationToken);
            added = [.. added.Where(draft => !_ids.ContainsKey(draft.Number))];
        }

        // Afterwards, because one that is known may now stand under one that is new.
        await UpdateAsync(context, known, nowUtc, byUserId, cancellationToken);
    }

    private ImportUnit ReadRow(TableReader reader)
    {
        var unit = new ImportUnit();
        unit.Rows.Add(ImportRow.Of(reader));
        if (reader.RowRefusal is { } refusal)
        {
            unit.Refuse(reader.LineNumber, null, refusal);
        }

        string? Text(string field, int maxLength = 200) => _columns[field].Text(reader, unit, maxLength);
        var number = _columns["customer_number"].Text(reader, unit, 50, isRequired: true);
        var name = _columns["name"].Text(reader, unit, 200, isRequired: true);
        var kind = ReadKind(reader, unit, number);
        var group = ReadCode(reader, unit, "group", _groups);
        var level = ReadCode(reader, unit, "level", _levels);
        var region = ReadCode(reader, unit, "region", _regions);
        var ownerNumber = Text("owner_number", 50);
        if (ownerNumber is not null && !_employees.ContainsKey(ownerNumber))
        {
            _columns["owner_number"].Refuse(reader, unit, "import_salesperson_unknown", ownerNumber);
        }

        var profile = new CustomerProfile
        {
            ContactName = Text("contact_name"),
            Phone = Text("phone"),
            Email = Text("email"),
            Address = Text("address"),
            City = Text("city"),
            Province = Text("province"),
            Country = Text("country"),
            PostalCode = Text("postal_code"),
            Sex = Text("sex"),
            BirthOn = _columns["birth_on"].Day(reader, unit),
            Occupation = Text("occupation"),
            Education = Text("education"),
            Industry = Text("industry"),
            Notes = Text("notes", 2000),
        };
        var parent = Text("parent_number", 50);
        var agent = ReadAgent(reader, unit, number);
        if (number is not null && !_lines.TryAdd(number, reader.LineNumber))
        {
            _columns["customer_number"].Refuse(reader, unit, "import_record_twice", number, _lines[number]);
        }

        if (!unit.IsBad)
        {
            unit.Draft = new CustomerDraft(number!, name!, kind, group, level, region, parent, agent, ownerNumber is null ? null : _employees[ownerNumber], profile);
        }

        return unit;
    }

    private CustomerKind ReadKind(TableReader reader, ImportUnit unit, string? number)
    {
        var known = number is not null && _kinds.TryGetValue(number, out var existing) ? existing : (CustomerKind?)null;
        var text = _columns["kind"].Text(reader, unit, 50);
        CustomerKind? kind = text?.ToLowerInvariant() switch
        {
            null => known ?? CustomerKind.Distributor,
            "distributor" or "reseller" or "company" or "经销商" or "公司" or "企业" => CustomerKind.Distributor,
            "member" or "individual" or "person" or "会员" or "个人" => CustomerKind.Member,
            _ => null,
        };
        if (kind is null)
        {
            _columns["kind"].Refuse(reader, unit, "import_kind_unknown", text);
        }
        else if (known is not null && known != kind)
        {
            _columns["kind"].Refuse(reader, unit, "customer_kind_fixed", text);
        }

        return kind ?? CustomerKind.Distributor;
    }

    /// <summary>An agent stands in the database already, or above in the file.</summary>
    private string? ReadAgent(TableReader reader, ImportUnit unit, string? number)
    {
        var column = _columns["agent_number"];
        var agent = column.Text(reader, unit, 50);
        if (agent is not null && agent == number)
        {
            column.Refuse(reader, unit, "import_agent_is_customer", agent);
        }
        else if (agent is not null && !_parents.ContainsKey(agent))
        {
            column.Refuse(reader, unit, "import_agent_unknown", agent);
        }

        return agent;
    }

    private string? ReadCode(TableReader reader, ImportUnit unit, string field, CodeTable table)
    {
        var column = _columns[field];
        var text = column.Text(reader, unit, 50);
        if (text is not null && !Settings.CreateMissing && table.Find(text) is null)
        {
            column.Refuse(reader, unit, "import_value_unknown", column.Header, text);
        }

        return text;
    }

    /// <summary>Notes the customer's place, refusing a circle.</summary>
    private ImportUnit Placed(ImportUnit unit)
    {
        if (unit.Draft is not CustomerDraft draft)
        {
            return unit;
        }

        if (_columns["parent_number"].IsMapped)
        {
            for (var above = draft.ParentNumber; above is not null; above = _parents.GetValueOrDefault(above))
            {
                if (above == draft.Number)
                {
                    Refuse(unit, "parent_number", "import_parent_circle", draft.ParentNumber!);
                    return unit;
                }
            }

            _parents[draft.Number] = draft.ParentNumber;
        }
        else
        {
            _parents.TryAdd(draft.Number, null);
        }

        return unit;
    }

    private void Refuse(ImportUnit unit, string field, string code, string value) =>
        unit.Refuse(unit.Rows[0].Line, _columns[field].Header, new Refusal(code, value));

    private async Task AddMissingAsync(PortalDbContext context, List<ImportUnit> units, CancellationToken cancellationToken)
    {
        var drafts = units.Select(unit => (CustomerDraft)unit.Draft!).ToList();
        var groups = _groups.Missing(drafts.Select(draft => draft.Group)).Select(code => new CustomerGroup(code, code)).ToList();
        var rank = await context.CustomerLevels.MaxAsync(row => (int?)row.Rank, cancellationToken) ?? 0;
        var levels = _levels.Missing(drafts.Select(draft => draft.Level)).Select((code, index) => new CustomerLevel(code, code, rank + index + 1)).ToList();
        var regions = _regions.Missing(drafts.Select(draft => draft.Region)).Select(code => new Region(code, code)).ToList();
        if (groups.Count + levels.Count + regions.Count == 0)
        {
            return;
        }

        context.AddRange(groups);
        context.AddRange(levels);
        context.AddRange(regions);
        await context.SaveChangesAsync(cancellationToken);
        groups.ForEach(row => _groups.Add(new CodeRow(row.Id, row.Code, row.Name)));
        levels.ForEach(row => _levels.Add(new CodeRow(row.Id, row.Code, row.Name)));
        regions.ForEach(row => _regions.Add(new CodeRow(row.Id, row.Code, row.Name)));
    }

    private async Task UpdateAsync(PortalDbContext context, List<ImportUnit> units, DateTime nowUtc, long? byUserId, CancellationToken cancellationToken)
    {
        foreach (var chunk in units.Chunk(1000))
        {
            var numbers = chunk.Select(unit => ((CustomerDraft)unit.Draft!).Number).ToArray();
            var customers = await context.Customers.Where(row => EF.Parameter(numbers).Contains(row.Number)).ToDictionaryAsync(row => row.Number, cancellationToken);
            foreach (var unit in chunk)
            {
                var draft = (CustomerDraft)unit.Draft!;
                if (Change(customers[draft.Number], draft, byUserId, nowUtc) is { } change)
                {
                    context.Add(change);
                }
            }

            context.ChangeTracker.DetectChanges();
            foreach (var unit in chunk)
            {
                unit.IsDuplicate = context.Entry(customers[((CustomerDraft)unit.Draft!).Number]).State == EntityState.Unchanged;
            }

            await context.SaveChangesAsync(cancellationToken);
            context.ChangeTracker.Clear();
        }
    }

    /// <summary>Changes what the file has columns for.</summary>
    private CustomerOwnerChange? Change(Customer customer, CustomerDraft draft, long? byUserId, DateTime nowUtc)
    {
        T Chosen<T>(string field, T given, T stored) => _columns[field].IsMapped ? given : stored;
        var (given, stored) = (draft.Profile, customer.Profile);
        customer.Describe(draft.Name, new CustomerProfile
        {
            ContactName = Chosen("contact_name", given.ContactName, stored.ContactName),
            Phone = Chosen("phone", given.Phone, stored.Phone),
            Email = Chosen("email", given.Email, stored.Email),
            Address = Chosen("address", given.Address, stored.Address),
            City = Chosen("city", given.City, stored.City),
            Province = Chosen("province", given.Province, stored.Province),
            Country = Chosen("country", given.Country, stored.Country),
            PostalCode = Chosen("postal_code", given.PostalCode, stored.PostalCode),
            Sex = Chosen("sex", given.Sex, stored.Sex),
            BirthOn = Chosen("birth_on", given.BirthOn, stored.BirthOn),
            Occupation = Chosen("occupation", given.Occupation, stored.Occupation),
            Education = Chosen("education", given.Education, stored.Education),
            Industry = Chosen("industry", given.Industry, stored.Industry),
            Notes = Chosen("notes", given.Notes, stored.Notes),
        });
        customer.Classify(
            Chosen("group", _groups.Find(draft.Group), customer.GroupId),
            Chosen("level", _levels.Find(draft.Level), customer.LevelId),
            Chosen("region", _regions.Find(draft.Region), customer.RegionId));
        if (_columns["parent_number"].IsMapped)
        {
            customer.PlaceUnder(draft.ParentNumber is { } parent && _ids.TryGetValue(parent, out var parentId) ? parentId : null);
        }

        if (_columns["agent_number"].IsMapped)
        {
            customer.RepresentBy(draft.AgentNumber is { } agent && _ids.TryGetValue(agent, out var agentId) ? agentId : null);
        }

        return _columns["owner_number"].IsMapped ? customer.AssignOwner(draft.OwnerId, byUserId, nowUtc) : null;
    }

    private async Task AddAsync(PortalDbContext context, List<CustomerDraft> drafts, DateTime nowUtc, CancellationToken cancellationToken)
    {
        var last = await context.Customers.MaxAsync(row => (long?)row.Id, cancellationToken) ?? 0;
        await BulkWriter.InsertAsync<Customer, CustomerDraft>(context, CustomerColumns, drafts, (row, draft) => Write(row, draft, nowUtc), cancellationToken);
        var ids = await context.Customers.Where(row => row.Id > last).Select(row => new { row.Id, row.Number }).ToListAsync(cancellationToken);
        foreach (var customer in ids)
        {
            _ids[customer.Number] = customer.Id;
        }
    }

    private void Write(IBulkRow row, CustomerDraft draft, DateTime nowUtc)
    {
        row.Write(draft.Number);
        row.Write(draft.Name);
        row.Write((int)draft.Kind);
        row.Write(_groups.Find(draft.Group));
        row.Write(_levels.Find(draft.Level));
        row.Write(_regions.Find(draft.Region));
        row.Write(draft.ParentNumber is { } parent ? _ids[parent] : (long?)null);
        row.Write(draft.AgentNumber is { } agent ? _ids[agent] : (long?)null);
        row.Write(draft.OwnerId);
        row.Write(nowUtc);
        row.Write(1L);
        row.Write(draft.Profile.ContactName);
        row.Write(draft.Profile.Phone);
        row.Write(draft.Profile.Email);
        row.Write(draft.Profile.Address);
        row.Write(draft.Profile.City);
        row.Write(draft.Profile.Province);
        row.Write(draft.Profile.Country);
        row.Write(draft.Profile.PostalCode);
        row.Write(draft.Profile.Sex);
        row.Write(draft.Profile.BirthOn);
        row.Write(draft.Profile.Occupation);
        row.Write(draft.Profile.Education);
        row.Write(draft.Profile.Industry);
        row.Write(draft.Profile.Notes);
    }

    private sealed record CustomerDraft(
        string Number,
        string Name,
        CustomerKind Kind,
        string? Group,
        string? Level,
        string? Region,
        string? ParentNumber,
        string? AgentNumber,
        long? OwnerId,
        CustomerProfile Profile);
}
