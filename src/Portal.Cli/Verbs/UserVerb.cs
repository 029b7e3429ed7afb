using System.CommandLine;
using Portal.Infrastructure.Access;

namespace Portal.Cli.Verbs;

/// <summary><c>portal user add</c></summary>
internal static class UserVerb
{
    public static Command Create() => new("user", "Log-ins.") { CreateAdd() };

    private static Command CreateAdd()
    {
        var name = new Argument<string>("NAME") { Description = "The name typed at log-in." };
        var role = new Option<string>("--role") { Description = "One of: " + string.Join(", ", RolePermissions.Roles) + ".", Required = true };
        var display = new Option<string?>("--display-name") { Description = "The name on screens." };
        var email = new Option<string?>("--email") { Description = "E-mail address." };
        var employee = new Option<string?>("--employee") { Description = "Of staff: the employee's number." };
        var customer = new Option<string?>("--customer") { Description = "Of a distributor or member: the customer's number." };
        var command = new Command("add", "Adds a log-in. The password is read from standard input, so that no list of processes shows it.")
        {
            name, role, display, email, employee, customer,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var password = await Console.In.ReadLineAsync(cancellationToken) ?? "";
            await using var host = PortalHost.Create();
            var input = new AddUserInput(
                parsed.GetRequiredValue(name), password, parsed.GetRequiredValue(role), parsed.GetValue(display), parsed.GetValue(email), parsed.GetValue(employee), parsed.GetValue(customer));
            var outcome = await host.Get<AddUser>().RunAsync(input, cancellationToken);
            if (!outcome.IsDone)
            {
                return await PortalHost.RefuseAsync(outcome);
            }

            await Console.Out.WriteLineAsync($"Added {input.UserName}.");
            return ExitStatus.Done;
        });
        return command;
    }
}
