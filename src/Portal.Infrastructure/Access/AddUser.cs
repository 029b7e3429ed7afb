using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Access;

/// <summary>Makes a log-in for staff or for a customer.</summary>
public sealed class AddUser(
    UserManager<PortalUser> users, IDbContextFactory<PortalDbContext> contexts, CurrentUser currentUser, BusinessClock clock)
{
    /// <summary>Makes the log-in.</summary>
    /// <returns>The id, or what is wrong with the input.</returns>
    public async Task<Outcome<long>> RunAsync(AddUserInput input, CancellationToken cancellationToken)
    {
        if (currentUser.Refuse(Permissions.Users.Edit) is { } refusal)
        {
            return refusal;
        }

        if (!RolePermissions.Roles.Contains(input.Role))
        {
            return new Refusal("user_unknown_role", input.Role, string.Join(", ", RolePermissions.Roles)) { Field = nameof(input.Role) };
        }

        var (links, linkRefusal) = await FindLinksAsync(input, cancellationToken);
        if (linkRefusal is not null)
        {
            return linkRefusal;
        }

        var user = new PortalUser
        {
            UserName = input.UserName,
            Email = input.Email,
            DisplayName = string.IsNullOrWhiteSpace(input.DisplayName) ? input.UserName : input.DisplayName,
            Kind = RolePermissions.StaffRoles.Contains(input.Role) ? AccountKind.Staff : AccountKind.Customer,
            CustomerId = links.CustomerId,
            EmployeeId = links.EmployeeId,
            CreatedAtUtc = clock.UtcNow,
            LockoutEnabled = true,
        };
        var created = await users.CreateAsync(user, input.Password);
        if (!created.Succeeded)
        {
            return Outcome<long>.Refused([.. created.Errors.Select(Translate)]);
        }

        await users.AddToRoleAsync(user, input.Role);
        return user.Id;
    }

    private async Task<((long? CustomerId, long? EmployeeId) Links, Refusal? Refusal)> FindLinksAsync(AddUserInput input, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        if (RolePermissions.StaffRoles.Contains(input.Role))
        {
            if (input.EmployeeNumber is null)
            {
                return default;
            }

            var employee = await context.Employees.SingleOrDefaultAsync(row => row.Number == input.EmployeeNumber, cancellationToken);
            return employee is null
                ? (default, new Refusal("user_unknown_employee", input.EmployeeNumber) { Field = nameof(input.EmployeeNumber) })
                : ((null, employee.Id), null);
        }

        var customer = await context.Customers.SingleOrDefaultAsync(row => row.Number == input.CustomerNumber, cancellationToken);
        return customer is null
            ? (default, new Refusal("user_unknown_customer", input.CustomerNumber ?? "") { Field = nameof(input.CustomerNumber) })
            : ((customer.Id, null), null);
    }

    private static Refusal Translate(IdentityError error) => error.Code switch
    {
        nameof(IdentityErrorDescriber.DuplicateUserName) => new Refusal("user_name_taken") { Field = nameof(AddUserInput.UserName) },
        nameof(IdentityErrorDescriber.InvalidUserName) => new Refusal("user_name_invalid") { Field = nameof(AddUserInput.UserName) },
        nameof(IdentityErrorDescriber.InvalidEmail) or nameof(IdentityErrorDescriber.DuplicateEmail) =>
            new Refusal("user_email_invalid") { Field = nameof(AddUserInput.Email) },
        _ => new Refusal("user_password_weak") { Field = nameof(AddUserInput.Password) },
    };
}

/// <summary>What a new log-in needs.</summary>
/// <param name="UserName">The name typed at log-in; unique.</param>
/// <param name="Password">The first password.</param>
/// <param name="Role">One of <see cref="RolePermissions.Roles"/>.</param>
/// <param name="DisplayName">The name on screens; the user name if empty.</param>
/// <param name="Email">E-mail address, or null.</param>
/// <param name="EmployeeNumber">Of staff: the employee, or null.</param>
/// <param name="CustomerNumber">Of a distributor or member: the customer.</param>
public sealed record AddUserInput(
    string UserName, string Password, string Role, string? DisplayName = null, string? Email = null, string? EmployeeNumber = null, string? CustomerNumber = null);
