using System.CommandLine;

namespace Reminisce.Cli.Tests;

/// <summary>What the tool said to one command line.</summary>
internal sealed record ToolRun(int ExitCode, string Output, string Error)
{
    /// <summary>Runs the tool in this process. The console is shared, so tests that use it run one after the other.</summary>
    public static async Task<ToolRun> Async(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var (oldOutput, oldError) = (Console.Out, Console.Error);
        Console.SetOut(output);
        Console.SetError(error);
        try
        {
            var exit = await CommandLine.Create().Parse(args).InvokeAsync(new InvocationConfiguration { Output = output, Error = error });
            return new ToolRun(exit, output.ToString(), error.ToString());
        }
        finally
        {
            Console.SetOut(oldOutput);
            Console.SetError(oldError);
        }
    }
}
