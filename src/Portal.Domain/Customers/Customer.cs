using Portal.Domain.Shared;

namespace Portal.Domain.Customers;

/// <summary>Who buys: a distributor (a company) or a member (a person).</summary>
public sealed class Customer : IVersioned
{
    /// <summary>Opens a customer's file.</summary>
    public Customer(string number, string name, CustomerKind kind, DateTime createdAtUtc)
    {
        Number = number;
        Name = name;
        Kind = kind;
        CreatedAtUtc = createdAtUtc;
    }

    /// <summary>The row's key.</summary>
    public long Id { get; private set; }

    /// <summary>The company's own number for the customer; unique, case-sensitive.</summary>
    public string Number { get; private set; }

    /// <summary>The name.</summary>
    public string Name { get; private set; }

    /// <summary>Company or person.</summary>
    public CustomerKind Kind { get; private set; }

    /// <summary>The group, or null.</summary>
    public long? GroupId { get; private set; }

    /// <summary>The level, or null.</summary>
    public long? LevelId { get; private set; }

    /// <summary>The region, or null.</summary>
    public long? RegionId { get; private set; }

    /// <summary>The parent company, or null.</summary>
    public long? ParentId { get; private set; }

    /// <summary>The agent who brings about what the customer buys, itself a customer; or null.</summary>
    public long? AgentId { get; private set; }

    /// <summary>The employee who looks after the customer, or null.</summary>
    public long? OwnerId { get; private set; }

    /// <summary>Addresses and personal details.</summary>
    public CustomerProfile Profile { get; private set; } = CustomerProfile.Empty;

    /// <summary>When the file was opened.</summary>
    public DateTime CreatedAtUtc { get; private set; }

    /// <summary>When the file was closed, or null while it is open.</summary>
    public DateTime? ClosedAtUtc { get; private set; }

    /// <inheritdoc />
    public long RowVersion { get; private set; }

    /// <summary>Changes name and details.</summary>
    public void Describe(string name, CustomerProfile profile)
    {
        Name = name;
        Profile = profile;
    }

    /// <summary>Puts the customer into a group, level and region; null takes it out.</summary>
    public void Classify(long? groupId, long? levelId, long? regionId)
    {
        GroupId = groupId;
        LevelId = levelId;
        RegionId = regionId;
    }

    /// <summary>Sets the parent company. The caller has checked that no circle arises.</summary>
    public void PlaceUnder(long? parentId) => ParentId = parentId;

    /// <summary>Sets the agent. The caller has checked that it is another customer.</summary>
    public void RepresentBy(long? agentId) => AgentId = agentId;

    /// <summary>Hands the customer to another employee.</summary>
    /// <returns>The record of the change, or null when the owner stays the same.</returns>
    public CustomerOwnerChange? AssignOwner(long? ownerId, long? byUserId, DateTime atUtc)
    {
        if (ownerId == OwnerId)
        {
            return null;
        }

        var change = new CustomerOwnerChange(Id, OwnerId, ownerId, byUserId, atUtc);
        OwnerId = ownerId;
        return change;
    }

    /// <summary>Closes the file; sales already recorded stay.</summary>
    public void Close(DateTime atUtc) => ClosedAtUtc ??= atUtc;

    /// <summary>Opens a closed file again.</summary>
    public void Reopen() => ClosedAtUtc = null;
}

/// <summary>Company or person.</summary>
public enum CustomerKind
{
    /// <summary>A company that buys to sell on.</summary>
    Distributor = 1,

    /// <summary>A consumer.</summary>
    Member = 2,
}
