namespace ChatWithMemory.Tests;

/// <summary>What a run of the program left.</summary>
internal sealed record AppResult(int ExitCode, string Output, string Error)
{
    /// <summary>Fails unless the run failed with one clear sentence and nothing else.</summary>
    public void AssertOneSentence(int exitCode, string expectedPart)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode}\n{Output}\n{Error}");
        Assert.Empty(Output);
        Assert.Contains(expectedPart, Assert.Single(Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
    }

    public void AssertOk() => Assert.True(ExitCode == 0, $"exit code {ExitCode}\n{Output}\n{Error}");
}
