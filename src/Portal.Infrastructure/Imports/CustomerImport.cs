using Microsoft.EntityFrameworkCore;
using Portal.Domain.Customers;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Spreadsheets;

namespace Portal.Infrastructure.Imports;

/// <summary>Customers: a row with a new number adds one, a row with a known number changes what its columns say.</summary>
internal sealed partial class CustomerImport : ImportSource
{
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
