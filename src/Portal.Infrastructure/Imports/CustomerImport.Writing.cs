using Microsoft.EntityFrameworkCore;
using Portal.Domain.Customers;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Data.BulkWrite;

namespace Portal.Infrastructure.Imports;

/// <content>Writes what was read: new customers in bulk, parents and agents first; changes of known ones one by one.</content>
internal sealed partial class CustomerImport
{
    private static readonly string[] CustomerColumns =
    [
        nameof(Customer.Number), nameof(Customer.Name), nameof(Customer.Kind), nameof(Customer.GroupId), nameof(Customer.LevelId),
        nameof(Customer.RegionId), nameof(Customer.ParentId), nameof(Customer.AgentId), nameof(Customer.OwnerId), nameof(Customer.CreatedAtUtc), nameof(Customer.RowVersion),
        "Profile.ContactName", "Profile.Phone", "Profile.Email", "Profile.Address", "Profile.City", "Profile.Province", "Profile.Country",
        "Profile.PostalCode", "Profile.Sex", "Profile.BirthOn", "Profile.Occupation", "Profile.Education", "Profile.Industry", "Profile.Notes",
    ];

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
}
