namespace Reminisce.Evaluation;

/// <summary>What the suite <c>index</c> was asked to measure.</summary>
internal sealed record IndexOptions
{
    public const int Top = 10;

    public required int Rows { get; init; }

    public required int Dimensions { get; init; }

    public required string Distribution { get; init; }

    /// <summary>ef of the store and of the raw index alike.</summary>
    public required int Ef { get; init; }

    public required int Seed { get; init; }

    public required int Queries { get; init; }

    /// <summary>Rows of one upsert, and of one transaction of the bare database.</summary>
    public required int Batch { get; init; }

    /// <summary>Rounds of replacing a quarter of the rows; 0 leaves this part out.</summary>
    public required int ChurnRounds { get; init; }

    /// <summary>Rows of a second, small store to compare search times with; 0 leaves this part out.</summary>
    public required int CompareRows { get; init; }

    /// <summary>Where the temporary folder is made.</summary>
    public required string Work { get; init; }

    /// <summary>Throws when a value makes no sensible run.</summary>
    public void Validate()
    {
        Require(Rows is >= 10_000 and <= 20_000_000, $"--rows {Rows}: give 10,000 to 20,000,000; below, the store scans in memory and has no graph to measure.");
        Require(Dimensions is >= 2 and <= 4096, $"--dims {Dimensions}: give 2 to 4096.");
        Require((long)Rows * Dimensions <= Array.MaxLength, $"--rows {Rows} --dims {Dimensions}: the exact scan keeps all numbers in one array of at most {Array.MaxLength}.");
        var (needed, free) = (((long)Rows * Dimensions * (sizeof(float) + (3 * sizeof(short)))) >> 20, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20);
        Require(needed < free, $"--rows {Rows} --dims {Dimensions}: the vectors, the store's graph and the rival's take {needed} MB, and there are {free}.");
        Require(Ef >= Top, $"--ef {Ef}: give at least {Top}.");
        Require(Queries >= 20, $"--queries {Queries}: give at least 20.");
        Require(Batch >= 1, $"--batch {Batch}: give at least 1.");
        Require(ChurnRounds >= 0, $"--churn-rounds {ChurnRounds}: give 0 or more.");
        Require(CompareRows == 0 || CompareRows >= 10_000, $"--compare-rows {CompareRows}: give 0, or 10,000 or more.");
        Require(Directory.Exists(Work), $"--work {Work}: the folder does not exist.");
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new ArgumentException(message);
        }
    }
}
