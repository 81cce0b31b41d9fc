using Reminisce.VectorData.Tests.Fakes;
using Reminisce.VectorData.Tests.Reference;

namespace Reminisce.VectorData.Tests.Retrieval;

public class CalibrationTests
{
    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.158655253931457, 1)]
    [InlineData(0.0227501319481792, 2)]
    [InlineData(0.00134989803163009, 3)]
    [InlineData(2.86651571879194e-7, 5)]
    [InlineData(0.841344746068543, -1)]
    public void OfUpperTail_KnownProbabilities_GivesTheirDeviations(double tail, double deviations) =>
        Assert.Equal(deviations, NormalQuantile.OfUpperTail(tail), 6);

    [Fact]
    public void Movement_EnoughPairs_FindsTheLineAndItsSpread()
    {
        var statistics = new ExitStatistics();
        var random = new Random(3);
        var pack = new ScoreMovement(1, 0, 1);
        for (var i = 0; i < 199; i++)
        {
            Observe();
            Assert.Same(pack, statistics.Movement(pack));
        }

        for (var i = 0; i < 4000; i++)
        {
            Observe();
        }

        var found = statistics.Movement(pack)!;
        Assert.Equal(0.7, found.Slope, 1);
        Assert.Equal(-0.2, found.Intercept, 1);
        Assert.Equal(0.3, found.Spread, 1);

        void Observe()
        {
            var coarse = 2 + random.NextDouble() * 3;
            var noise = 0.3 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            statistics.ObserveMove(coarse, (0.7 * coarse) - 0.2 + noise);
        }
    }

    [Fact]
    public void Correct_DriftedSample_MovesMeanDeviationAndFloorTogether()
    {
        var pack = new ScoreCalibration(0, 0.1, 0.3) { FloorRate = 0.001 };
        var random = new Random(5);
        var sample = Enumerable.Range(0, 4096).Select(_ => 0.4 + (0.2 * (random.NextDouble() - 0.5))).ToArray();
        var corrected = StoreCalibration.Correct(pack, sample);
        Assert.Equal(0.4, corrected.Mean, 1);
        Assert.Equal(0.2 / Math.Sqrt(12), corrected.Deviation, 2);
        Assert.Equal(3, corrected.Normalize(corrected.Floor), 9);
        Assert.Equal(0.001, corrected.FloorRate);
        Assert.Same(pack, StoreCalibration.Correct(pack, sample.AsSpan(0, 63)));
    }

    [Fact]
    public async Task Search_StoreCalibration_UsesTheStoredVectorsOfEachExit()
    {
        using var setup = new Setup(o => (o.Calibration, o.Policy) = (CalibrationSource.Store, ExitPolicy.Full));
        var notes = await setup.CreateNotesAsync();
        await notes.UpsertAsync(Enumerable.Range(0, 200).Select(i => new Note { Id = i, Content = $"tea {i}" }));
        RetrievalTrace? trace = null;
        await notes.SearchAsync("tea 3", 5, new ReminisceSearchOptions<Note> { Trace = t => trace = t }).ListAsync();

        // A store of one topic: what the pack takes for related is ordinary here.
        var full = trace!.Filter.Exits.Single(e => e.Exit == setup.Encoder.Full("text")).Calibration;
        var similarities = Enumerable.Range(0, 200).Select(i => (setup.Encoder.Score("tea 3", $"tea {i}", setup.Encoder.Full("text")) * FakeEncoder.Calibration(setup.Encoder.Full("text")).Deviation) + FakeEncoder.Calibration(setup.Encoder.Full("text")).Mean).ToArray();
        Assert.Equal(similarities.Average() * 200 / 264, full.Mean, 3);

        await notes.UpsertAsync(Enumerable.Range(1000, 200).Select(i => new Note { Id = i, Content = $"bus {i}" }));
        await notes.SearchAsync("tea 3", 5, new ReminisceSearchOptions<Note> { Trace = t => trace = t }).ListAsync();
        Assert.True(trace.Filter.Exits.Single(e => e.Exit == setup.Encoder.Full("text")).Calibration.Mean < full.Mean - 0.05, "vectors written later did not reach the sample");
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.3)]
    public async Task Search_FalseAcceptRate_HoldsForQueriesWithoutAnAnswer(double rate)
    {
        using var setup = new Setup(o => o.Policy = ExitPolicy.Full);
        var notes = await setup.CreateNotesAsync();
        await notes.UpsertAsync(Enumerable.Range(0, 300).Select(i => new Note { Id = i, Content = $"topic{i} x", Year = i % 2 }));
        var accepted = 0;
        for (var i = 0; i < 400; i++)
        {
            var options = new ReminisceSearchOptions<Note> { FalseAcceptRate = rate, Candidates = 0, Filter = i % 2 == 0 ? n => n.Year == 1 : null };
            accepted += (await notes.SearchAsync($"absent{i} x", 3, options).ListAsync()).Count > 0 ? 1 : 0;
        }

        // The tail of 23 dimensions is a little shorter than the normal one, so the stated rate is not exceeded but by chance.
        Assert.InRange(accepted / 400.0, 0, rate + (2 * Math.Sqrt(rate * (1 - rate) / 400)));
        var present = await notes.SearchAsync("topic7 x", 3, new ReminisceSearchOptions<Note> { FalseAcceptRate = rate }).ListAsync();
        Assert.Equal(7, present[0].Record.Id);
    }

    [Fact]
    public async Task Search_FalseAcceptRateOutsideItsRange_Throws()
    {
        using var setup = new Setup();
        var notes = await setup.CreateNotesAsync();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => notes.SearchAsync("tea", 3, new ReminisceSearchOptions<Note> { FalseAcceptRate = 1 }).ListAsync());
    }

    [Fact]
    public void Least_MoreItemsOrFewerFalseAccepts_RaisesTheFloor()
    {
        var calibration = new ScoreCalibration(0, 1, 3.5) { FloorRate = 0.001 };
        Assert.Equal(3.5, ScoreRange.Least(calibration, 0.001, 1), 6);
        Assert.True(ScoreRange.Least(calibration, 0.001, 1000) > ScoreRange.Least(calibration, 0.1, 1000));
        Assert.True(ScoreRange.Least(calibration, 0.1, 100_000) > ScoreRange.Least(calibration, 0.1, 1000));
        Assert.Equal(3.0902, ScoreRange.Least(calibration with { FloorRate = null }, 0.001, 1), 3);
    }
}
