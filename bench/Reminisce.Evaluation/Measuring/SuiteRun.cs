using System.Text.Json;
using System.Text.Json.Nodes;

namespace Reminisce.Evaluation;

/// <summary>Runs a suite in a folder of its own and writes its report.</summary>
internal static class SuiteRun
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true };

    public static async Task<int> InFolderAsync(string suite, string? file, Func<string, Task<JsonObject>> run)
    {
        var folder = Directory.CreateTempSubdirectory($"reminisce-{suite}-");
        try
        {
            var report = await run(folder.FullName);
            Console.WriteLine(report.ToJsonString(s_indented));
            if (file is not null)
            {
                await File.WriteAllTextAsync(file, report.ToJsonString() + "\n", CancellationToken.None);
            }

            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
