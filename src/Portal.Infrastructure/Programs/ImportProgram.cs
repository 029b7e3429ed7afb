using Microsoft.EntityFrameworkCore;
using Portal.Domain.Programs;
using Portal.Domain.Shared;
using Portal.Infrastructure.Access;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Programs;

/// <summary>Takes a programme document as a draft: a new programme, or an amendment of the one that has its code.</summary>
public sealed class ImportProgram(IDbContextFactory<PortalDbContext> contexts, CurrentUser user, BusinessClock clock)
{
    /// <summary>Imports a document.</summary>
    /// <param name="json">The document; what is not known in it is refused by its path.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>The programme's key.</returns>
    public async Task<Outcome<long>> RunAsync(string json, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (user.Refuse(Permissions.Programs.Edit) is { } refusal)
        {
            return refusal;
        }

        var read = ProgramDocument.ReadValid(json);
        if (!read.IsDone)
        {
            return Outcome<long>.Refused(read.Refusals);
        }

        var definition = read.Value;
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var program = await context.RebatePrograms.Include(row => row.Versions).SingleOrDefaultAsync(row => row.Code == definition.Code, cancellationToken);
        if (program is null && await DraftProgram.IsTakenAsync(context, definition.Code, 0, cancellationToken))
        {
            return new Refusal("program_code_taken", definition.Code) { Field = "code" };
        }

        if (program is not null && AmendProgram.WhyNot(program, program.Versions[0]) is { } reason)
        {
            return reason;
        }

        var effectiveFrom = program is not null && ProgramVersions.LastApproved(program) is not null
            ? ProgramVersions.NextPeriodStart(definition, clock.Today)
            : definition.ValidFrom;
        if (program is null)
        {
            program = new RebateProgram(definition.Code, clock.UtcNow);
            context.Add(program);
        }

        program.Draft(
            ProgramDocument.Write(definition), definition.Name.ZhCN, definition.Name.En, effectiveFrom, definition.Validity, user.UserId, clock.UtcNow);
        return await DraftProgram.SaveAsync(context, definition.Code, cancellationToken) is { } failed ? failed : program.Id;
    }
}
