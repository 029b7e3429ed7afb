using Microsoft.EntityFrameworkCore;
using Portal.Domain.Customers;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Customers;

/// <summary>Opens a customer's file or changes it.</summary>
public sealed class SaveCustomer(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock)
{
    private const int MaxDepth = 50;

    /// <summary>Saves the customer.</summary>
    /// <returns>Its key.</returns>
    public async Task<Outcome<long>> RunAsync(CustomerInput input, CancellationToken cancellationToken)
    {
        if (user.Refuse(Permissions.Customers.Edit) is { } refusal)
        {
            return refusal;
        }

        var refusals = Check(input);
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var customer = input.Id is { } id ? await context.Customers.VisibleTo(user, context).SingleOrDefaultAsync(row => row.Id == id, cancellationToken) : null;
        if (input.Id is not null && customer is null)
        {
            return new Refusal(Refusal.NotFound);
        }

        var number = input.Number.Trim();
        if (customer is null && await context.Customers.AnyAsync(row => row.Number == number, cancellationToken))
        {
            refusals.Add(new Refusal("customer_number_taken", number) { Field = nameof(input.Number) });
        }

        var parentId = await FindParentAsync(context, input, customer?.Id, refusals, cancellationToken);
        var agentId = await FindAgentAsync(context, input, refusals, cancellationToken);
        if (refusals.Count > 0)
        {
            return Outcome<long>.Refused(refusals);
        }

        if (customer is null)
        {
            customer = new Customer(number, input.Name.Trim(), input.Kind, clock.UtcNow);
            context.Add(customer);
        }
        else
        {
            context.Expect(customer, input.RowVersion);
        }

        customer.Describe(input.Name.Trim(), Trimmed(input.Profile));
        customer.Classify(input.GroupId, input.LevelId, input.RegionId);
        customer.PlaceUnder(parentId);
        customer.RepresentBy(agentId);
        if (input.Id is null)
        {
            // The first owner is no change of owner.
            customer.AssignOwner(input.OwnerId, user.UserId, clock.UtcNow);
        }
        else if (customer.AssignOwner(input.OwnerId, user.UserId, clock.UtcNow) is { } change)
        {
            context.Add(change);
        }

        try
        {
            return await context.TrySaveAsync(cancellationToken) is { } stale ? stale : customer.Id;
        }
        catch (DbUpdateException error) when (DatabaseErrors.IsUniqueViolation(error))
        {
            return new Refusal("customer_number_taken", number) { Field = nameof(input.Number) };
        }
    }

    private static List<Refusal> Check(CustomerInput input)
    {
        var refusals = new List<Refusal>();
        if (string.IsNullOrWhiteSpace(input.Number) || input.Number.Trim().Length > 50)
        {
            refusals.Add(new Refusal("customer_number_needed", 50) { Field = nameof(input.Number) });
        }

        if (string.IsNullOrWhiteSpace(input.Name) || input.Name.Trim().Length > 200)
        {
            refusals.Add(new Refusal("customer_name_needed", 200) { Field = nameof(input.Name) });
        }

        if (input.Profile.Email is { Length: > 0 } email && (!email.Contains('@', StringComparison.Ordinal) || email.Any(char.IsWhiteSpace)))
        {
            refusals.Add(new Refusal("customer_email_invalid", email) { Field = "Profile.Email" });
        }

        return refusals;
    }

    /// <summary>The agent by its number: another customer.</summary>
    private async Task<long?> FindAgentAsync(PortalDbContext context, CustomerInput input, List<Refusal> refusals, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(input.AgentNumber))
        {
            return null;
        }

        var number = input.AgentNumber.Trim();
        if (number == input.Number.Trim())
        {
            refusals.Add(new Refusal("import_agent_is_customer", number) { Field = nameof(input.AgentNumber) });
            return null;
        }

        var agent = await context.Customers.VisibleTo(user, context).Where(row => row.Number == number).Select(row => (long?)row.Id).SingleOrDefaultAsync(cancellationToken);
        if (agent is null)
        {
            refusals.Add(new Refusal("import_customer_unknown", number) { Field = nameof(input.AgentNumber) });
        }

        return agent;
    }

    /// <summary>The parent by its number; refused where it is unknown or stands below the customer.</summary>
    private async Task<long?> FindParentAsync(
        PortalDbContext context, CustomerInput input, long? customerId, List<Refusal> refusals, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(input.ParentNumber))
        {
            return null;
        }

        var number = input.ParentNumber.Trim();
        var parent = await context.Customers.VisibleTo(user, context).Where(row => row.Number == number).Select(row => new { row.Id, row.ParentId }).SingleOrDefaultAsync(cancellationToken);
        if (parent is null)
        {
            refusals.Add(new Refusal("customer_parent_unknown", number) { Field = nameof(input.ParentNumber) });
            return null;
        }

        long? above = parent.Id;
        for (var depth = 0; above is not null; depth++)
        {
            if (above == customerId || depth > MaxDepth)
            {
                refusals.Add(new Refusal("customer_parent_circle", number) { Field = nameof(input.ParentNumber) });
                return null;
            }

            above = await context.Customers.Where(row => row.Id == above).Select(row => row.ParentId).SingleOrDefaultAsync(cancellationToken);
        }

        return parent.Id;
    }

    private static CustomerProfile Trimmed(CustomerProfile profile)
    {
        static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
        return new CustomerProfile
        {
            ContactName = Text(profile.ContactName),
            Phone = Text(profile.Phone),
            Email = Text(profile.Email),
            Address = Text(profile.Address),
            City = Text(profile.City),
            Province = Text(profile.Province),
            Country = Text(profile.Country),
            PostalCode = Text(profile.PostalCode),
            Sex = Text(profile.Sex),
            BirthOn = profile.BirthOn,
            Occupation = Text(profile.Occupation),
            Education = Text(profile.Education),
            Industry = Text(profile.Industry),
            Notes = Text(profile.Notes),
        };
    }
}

/// <summary>A customer as edited.</summary>
public sealed record CustomerInput
{
    /// <summary>The customer, or null for a new one.</summary>
    public long? Id { get; init; }

    /// <summary>The version that was read.</summary>
    public long RowVersion { get; init; }

    /// <summary>The number of a new customer; an existing one keeps its own.</summary>
    public required string Number { get; init; }

    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary>Of a new customer: distributor or member.</summary>
    public CustomerKind Kind { get; init; } = CustomerKind.Distributor;

    /// <summary>The group.</summary>
    public long? GroupId { get; init; }

    /// <summary>The level.</summary>
    public long? LevelId { get; init; }

    /// <summary>The region.</summary>
    public long? RegionId { get; init; }

    /// <summary>The number of the parent company.</summary>
    public string? ParentNumber { get; init; }

    /// <summary>The number of the agent, another customer.</summary>
    public string? AgentNumber { get; init; }

    /// <summary>The employee who looks after it.</summary>
    public long? OwnerId { get; init; }

    /// <summary>Addresses and details.</summary>
    public CustomerProfile Profile { get; init; } = CustomerProfile.Empty;
}
