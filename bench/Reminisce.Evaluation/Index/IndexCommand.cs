using System.CommandLine;

namespace Reminisce.Evaluation;

/// <summary>The suite <c>index</c> on the command line.</summary>
internal static class IndexCommand
{
    public static Command Create()
    {
        var rows = new Option<int>("--rows") { Description = "Rows to store.", Required = true };
        var dimensions = new Option<int>("--dims") { Description = "Length of their vectors.", Required = true };
        var distribution = new Option<string>("--dist") { Description = "clustered or latent.", DefaultValueFactory = _ => "clustered" };
        var ef = new Option<int>("--ef") { Description = "Candidates that the store and the raw index weigh.", DefaultValueFactory = _ => 128 };
        var seed = new Option<int>("--seed") { Description = "Seed of every random choice.", DefaultValueFactory = _ => 1 };
        var queries = new Option<int>("--queries") { Description = "Queries; slow rivals answer fewer.", DefaultValueFactory = _ => 300 };
        var batch = new Option<int>("--batch") { Description = "Rows of one upsert and of one bare transaction.", DefaultValueFactory = _ => 1000 };
        var churn = new Option<int>("--churn-rounds") { Description = "Rounds of replacing a quarter of the rows; 0 for none.", DefaultValueFactory = _ => 5 };
        var compare = new Option<int>("--compare-rows") { Description = "Rows of a second, small store to compare with; 0 for none.", DefaultValueFactory = _ => 0 };
        var work = new Option<string>("--work") { Description = "Folder for temporary files.", DefaultValueFactory = _ => Path.GetTempPath() };
        var json = new Option<string?>("--json") { Description = "File for the JSON result." };
        var command = new Command("index", "The local vector store against the raw native index, exact scans and bare SQLite.")
        {
            rows, dimensions, distribution, ef, seed, queries, batch, churn, compare, work, json,
        };
        command.SetAction((result, cancellationToken) => RunAsync(
            new IndexOptions
            {
                Rows = result.GetValue(rows),
                Dimensions = result.GetValue(dimensions),
                Distribution = result.GetValue(distribution)!,
                Ef = result.GetValue(ef),
                Seed = result.GetValue(seed),
                Queries = result.GetValue(queries),
                Batch = result.GetValue(batch),
                ChurnRounds = result.GetValue(churn),
                CompareRows = result.GetValue(compare),
                Work = result.GetValue(work)!,
            },
            result.GetValue(json),
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(IndexOptions options, string? json, CancellationToken cancellationToken)
    {
        try
        {
            options.Validate();
            Console.WriteLine($"index: {options.Rows:N0} x {options.Dimensions} {options.Distribution}, ef {options.Ef}, seed {options.Seed}");
            var report = await IndexSuite.RunAsync(options, cancellationToken);
            IndexTable.Write(report, Console.Out);
            if (json is not null)
            {
                await File.WriteAllTextAsync(json, report.ToJsonString() + "\n", cancellationToken);
            }

            return 0;
        }
        catch (Exception error) when (error is ArgumentException or IOException or InvalidDataException or InvalidOperationException or UnauthorizedAccessException or OperationCanceledException)
        {
            Console.Error.WriteLine(error.Message);
            return 1;
        }
    }
}
