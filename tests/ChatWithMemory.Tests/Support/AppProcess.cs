using System.Diagnostics;

namespace ChatWithMemory.Tests;

/// <summary>Runs the real program as a process.</summary>
internal static class AppProcess
{
    // Far above what any run takes: only there so that a hang ends the suite with a message.
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    public static async Task<AppResult> RunAsync(IEnumerable<string> arguments, string? input = null)
    {
        using var process = Start(arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        if (input is not null)
        {
            await process.StandardInput.WriteAsync(input);
        }

        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(s_patience);
        await process.WaitForExitAsync(limit.Token);
        return new AppResult(process.ExitCode, await output, await error);
    }

    public static Process Start(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "ChatWithMemory.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}
