namespace Reminisce.Evaluation;

/// <summary>One way of answering a query, and the microseconds that its answers took.</summary>
internal sealed class Contestant(string name, Func<int, ValueTask> answer)
{
    private readonly List<double> _microseconds = [];

    public string Name => name;

    public IReadOnlyCollection<double> Microseconds => _microseconds;

    public double P50 => Samples.Median(_microseconds);

    public double P99 => Samples.Rank(_microseconds, 0.99);

    public ValueTask AnswerAsync(int query) => answer(query);

    public void Add(double microseconds) => _microseconds.Add(microseconds);
}
