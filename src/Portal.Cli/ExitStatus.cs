namespace Portal.Cli;

/// <summary>What the shell is told.</summary>
internal static class ExitStatus
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Refused: the input was understood and is not allowed or not right; nothing was written.</summary>
    public const int Refused = 1;

    /// <summary>The words of the command line are wrong.</summary>
    public const int Usage = 2;
}
