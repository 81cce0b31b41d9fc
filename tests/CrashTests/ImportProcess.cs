using System.Diagnostics;
using System.Globalization;

namespace CrashTests;

/// <summary>The sample importing a folder in a process of its own.</summary>
internal sealed class ImportProcess : IDisposable
{
    private const string Acknowledged = "acknowledged ";

    private readonly Process _process;

    private ImportProcess(Process process) => _process = process;

    /// <summary>Starts the program.</summary>
    public static ImportProcess Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "ChatWithMemory.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return new ImportProcess(Process.Start(start)!);
    }

    /// <summary>Reads progress until a number of acknowledgements was seen, then calls; returns the last number acknowledged.</summary>
    public async Task<int> FollowAsync(int acknowledgements, Func<Process, Task> then)
    {
        var (last, seen) = (0, 0);
        if (acknowledgements == 0)
        {
            await then(_process);
        }

        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            if (!line.StartsWith(Acknowledged, StringComparison.Ordinal))
            {
                continue;
            }

            last = int.Parse(line[Acknowledged.Length..], CultureInfo.InvariantCulture);
            if (++seen == acknowledgements)
            {
                await then(_process);
            }
        }

        await _process.WaitForExitAsync();
        return last;
    }

    public int ExitCode => _process.ExitCode;

    /// <summary>Runs to the end, which must be a good one.</summary>
    public async Task<string> FinishAsync()
    {
        var (output, error) = await EndAsync();
        Assert.True(_process.ExitCode == 0, $"exit code {_process.ExitCode}\n{output}\n{error}");
        return output;
    }

    /// <summary>Runs to the end, good or bad.</summary>
    public async Task<(string Output, string Error)> EndAsync()
    {
        var error = _process.StandardError.ReadToEndAsync();
        var output = await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync();
        return (output, await error);
    }

    public void Dispose() => _process.Dispose();
}
