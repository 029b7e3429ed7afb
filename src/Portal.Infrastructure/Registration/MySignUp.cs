using Portal.Domain.Registration;
using Portal.Domain.Shared;
using Portal.Infrastructure.Data;
using Portal.Infrastructure.Shared;

namespace Portal.Infrastructure.Registration;

/// <summary>Somebody becomes a member: an e-mail address, the code sent to it, then the form.</summary>
public sealed class MySignUp(EmailCodes codes, RegisterMember register, NewPassword passwords, WriteTransaction writes, BusinessClock clock)
{
    /// <summary>Sends a code. The answer is the same for every address.</summary>
    /// <returns>The flow for the page of the code.</returns>
    public Task<Outcome<string>> SendCodeAsync(string? address, string? origin, string culture, CancellationToken cancellationToken) =>
        codes.SendAsync(EmailCodePurpose.Register, address, origin, culture, cancellationToken);

    /// <summary>Sends another code to the address of a flow.</summary>
    public Task<Outcome<string>> ResendCodeAsync(string? flow, string? origin, string culture, CancellationToken cancellationToken) =>
        codes.AddressOf(EmailCodePurpose.Register, flow) is { } address
            ? codes.SendAsync(EmailCodePurpose.Register, address, origin, culture, cancellationToken)
            : Task.FromResult<Outcome<string>>(new Refusal("code_flow_lost"));

    /// <summary>Checks the code.</summary>
    /// <returns>The flow for the form.</returns>
    public Task<Outcome<string>> ConfirmAsync(string? flow, string? code, CancellationToken cancellationToken) =>
        codes.ConfirmAsync(EmailCodePurpose.Register, flow, code, cancellationToken);

    /// <summary>The address of a flow, mostly hidden; null where the flow is none.</summary>
    public string? MaskedAddress(string? flow) => codes.MaskedAddress(EmailCodePurpose.Register, flow);

    /// <summary>The confirmed address for the form; null where the flow is none, or its time is over.</summary>
    public async Task<string?> ConfirmedAddressAsync(string? flow, CancellationToken cancellationToken) =>
        (await codes.ConfirmedAsync(EmailCodePurpose.Register, flow, cancellationToken))?.Address;

    /// <summary>Makes the member and its log-in.</summary>
    public async Task<Outcome<NewMember>> RegisterAsync(SignUpInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (await codes.ConfirmedAsync(EmailCodePurpose.Register, input.Flow, cancellationToken) is not { } state)
        {
            return new Refusal("code_flow_lost");
        }

        var details = MemberDetails.Read(input.Name, input.Mobile, input.BirthOn, clock.Today);
        var password = await passwords.ReadAsync(input.Password, input.Repeated, state.Address);
        List<Refusal> refusals = [.. details.Refusals, .. password.Refusals];
        if (!input.AgreesToTerms)
        {
            refusals.Add(new Refusal("consent_needed") { Field = nameof(input.AgreesToTerms) });
        }

        if (refusals.Count > 0)
        {
            return Outcome<NewMember>.Refused(refusals);
        }

        var draft = new MemberDraft(details.Value, input.Culture)
        {
            Email = state.Address,
            LogIn = new NewLogIn(state.Address, password.Value),
            ReferralCode = input.ReferralCode,
            WantsOffers = input.WantsOffers,
        };
        return await writes.RunAsync(
            async (context, ct) => await codes.UseAsync(state, context, ct) ? await register.RunAsync(draft, context, ct) : new Refusal("code_flow_lost"),
            cancellationToken);
    }
}

/// <summary>The form of somebody who becomes a member.</summary>
public sealed record SignUpInput
{
    /// <summary>The flow with the confirmed code.</summary>
    public string? Flow { get; init; }

    /// <summary>The name.</summary>
    public string? Name { get; init; }

    /// <summary>The mobile number.</summary>
    public string? Mobile { get; init; }

    /// <summary>The birthday, or null.</summary>
    public DateOnly? BirthOn { get; init; }

    /// <summary>The password.</summary>
    public string? Password { get; init; }

    /// <summary>The password again.</summary>
    public string? Repeated { get; init; }

    /// <summary>Whether terms and privacy notice are agreed to.</summary>
    public bool AgreesToTerms { get; init; }

    /// <summary>Whether offers are wanted.</summary>
    public bool WantsOffers { get; init; }

    /// <summary>The code of the member who brought it, or null.</summary>
    public string? ReferralCode { get; init; }

    /// <summary>zh-CN or en.</summary>
    public string Culture { get; init; } = "zh-CN";
}
