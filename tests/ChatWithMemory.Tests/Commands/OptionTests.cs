namespace ChatWithMemory.Tests.Commands;

public sealed class OptionTests
{
    [Theory]
    [InlineData("--now was given \"soon\"", "--ask", "x", "--now", "soon")]
    [InlineData("--time-zone was given \"Mars/Olympus\"", "--ask", "x", "--time-zone", "Mars/Olympus")]
    [InlineData("--undo was given \"7\"", "--undo", "7")]
    [InlineData("Give one of --ask, --sweep", "--ask", "x", "--sweep")]
    [InlineData("--json goes with --ask or --stats", "--json")]
    [InlineData("--dry-run goes with --sweep", "--dry-run")]
    [InlineData("--ask was given an empty value", "--ask", " ")]
    [InlineData("--colour", "--colour", "red")]
    public async Task Run_OptionNotUnderstood_ExitsWith2AndOneSentence(string expected, params string[] arguments) =>
        (await AppProcess.RunAsync(arguments)).AssertOneSentence(2, expected);

    [Fact]
    public async Task Run_Help_TeachesEveryOptionWithExamples()
    {
        var result = await AppProcess.RunAsync(["--help"]);

        result.AssertOk();
        Assert.Contains("ChatWithMemory --ask \"what did I see last week\"", result.Output, StringComparison.Ordinal);
        foreach (var option in new[] { "--ask", "--json", "--import", "--sweep", "--dry-run", "--undo", "--stats", "--store", "--now", "--time-zone", "--ollama", "--pack", "--no-life-log", "--verbose" })
        {
            Assert.Contains(option, result.Output, StringComparison.Ordinal);
        }
    }
}
