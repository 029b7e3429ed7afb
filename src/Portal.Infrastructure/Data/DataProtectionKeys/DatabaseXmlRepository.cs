using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;

namespace Portal.Infrastructure.Data.DataProtectionKeys;

/// <summary>Keeps the data-protection keys in the database.</summary>
internal sealed class DatabaseXmlRepository(IDbContextFactory<PortalDbContext> contexts) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var context = contexts.CreateDbContext();
        return context.Set<DataProtectionKey>().AsNoTracking().OrderBy(key => key.Id).Select(key => key.Xml).ToList().ConvertAll(XElement.Parse);
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var context = contexts.CreateDbContext();
        context.Add(new DataProtectionKey(friendlyName, element.ToString(SaveOptions.DisableFormatting)));
        context.SaveChanges();
    }
}
