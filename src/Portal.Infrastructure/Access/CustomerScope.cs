using Portal.Domain.Customers;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Access;

/// <summary>Narrows what is read to the customers the person may see.</summary>
public static class CustomerScope
{
    /// <summary>The customers that the person may see.</summary>
    public static IQueryable<Customer> VisibleTo(this IQueryable<Customer> customers, CurrentUser user, PortalDbContext context)
    {
        if (user.Scope == DataScope.All)
        {
            return customers;
        }

        // Nobody has employee 0, so a log-in without an employee sees no customer.
        var employeeId = user.EmployeeId ?? 0;
        if (user.Scope == DataScope.Own)
        {
            return customers.Where(customer => customer.OwnerId == employeeId);
        }

        return customers.Where(customer => customer.OwnerId == employeeId
            || context.Employees.Any(employee => employee.Id == employeeId && employee.RegionId != null && employee.RegionId == customer.RegionId));
    }
}
