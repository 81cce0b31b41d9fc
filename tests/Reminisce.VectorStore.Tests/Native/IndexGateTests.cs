using Reminisce.VectorData.Native;

namespace Reminisce.VectorData.Tests.Native;

public class IndexGateTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Enter_SameRoom_LetsInAsManyAsThereAreSeats()
    {
        var gate = new IndexGate(seats: 2);
        gate.Enter(IndexRoom.Search, default);
        gate.Enter(IndexRoom.Search, default);
        Task third = Task.Run(() => gate.Enter(IndexRoom.Search, default));
        Assert.False(await HasWaiter(gate, third));

        gate.Exit();
        await third.WaitAsync(s_patience);
    }

    [Theory]
    [InlineData(nameof(IndexRoom.Search), nameof(IndexRoom.Add))]
    [InlineData(nameof(IndexRoom.Add), nameof(IndexRoom.Search))]
    [InlineData(nameof(IndexRoom.Search), nameof(IndexRoom.Alone))]
    [InlineData(nameof(IndexRoom.Alone), nameof(IndexRoom.Alone))]
    public async Task Enter_OtherRoomOrAlone_Waits(string inside, string coming)
    {
        var gate = new IndexGate(seats: 4);
        gate.Enter(Enum.Parse<IndexRoom>(inside), default);
        Task waiter = Task.Run(() => gate.Enter(Enum.Parse<IndexRoom>(coming), default));
        Assert.False(await HasWaiter(gate, waiter));

        gate.Exit();
        await waiter.WaitAsync(s_patience);
    }

    [Fact]
    public async Task Enter_WhileAnotherRoomWaits_QueuesBehindIt()
    {
        var gate = new IndexGate(seats: 4);
        gate.Enter(IndexRoom.Search, default);
        Task writer = Task.Run(() => gate.Enter(IndexRoom.Add, default));
        Assert.False(await HasWaiter(gate, writer));
        Task reader = Task.Run(() => gate.Enter(IndexRoom.Search, default));

        gate.Exit();
        await writer.WaitAsync(s_patience);
        Assert.False(await HasWaiter(gate, reader));
        gate.Exit();
        await reader.WaitAsync(s_patience);
    }

    [Fact]
    public async Task Enter_Cancelled_LeavesTheQueueAndTheGateWhole()
    {
        var gate = new IndexGate(seats: 1);
        gate.Enter(IndexRoom.Alone, default);
        using var source = new CancellationTokenSource();
        Task waiter = Task.Run(() => gate.Enter(IndexRoom.Add, source.Token));
        Assert.False(await HasWaiter(gate, waiter));
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiter.WaitAsync(s_patience));

        gate.Exit();
        gate.Enter(IndexRoom.Search, default);
        gate.Exit();
    }

    [Fact]
    public async Task Enter_CancelledAtRandomUnderLoad_NeverMixesRoomsAndNeverLosesASeat()
    {
        const int seats = 3;
        var gate = new IndexGate(seats);
        int[] inside = new int[3];
        await Task.WhenAll(Enumerable.Range(0, 16).Select(seed => Task.Factory.StartNew(
            () =>
            {
                var random = new Random(seed);
                for (int i = 0; i < 400; i++)
                {
                    var room = (IndexRoom)random.Next(3);
                    using var source = new CancellationTokenSource();
                    if (random.Next(4) == 0)
                    {
                        source.CancelAfter(TimeSpan.FromMicroseconds(random.Next(200)));
                    }

                    try
                    {
                        gate.Enter(room, source.Token);
                    }
                    catch (OperationCanceledException)
                    {
                        continue;
                    }

                    int here = Interlocked.Increment(ref inside[(int)room]);
                    Assert.InRange(here, 1, room == IndexRoom.Alone ? 1 : seats);
                    Assert.All(Enum.GetValues<IndexRoom>(), other => Assert.True(other == room || Volatile.Read(ref inside[(int)other]) == 0));
                    Interlocked.Decrement(ref inside[(int)room]);
                    gate.Exit();
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        gate.Enter(IndexRoom.Alone, default);
        gate.Exit();
    }

    /// <summary>Waits until the task stands in the queue (false) or has come in (true), whichever is first.</summary>
    private static async Task<bool> HasWaiter(IndexGate gate, Task entering)
    {
        while (!entering.IsCompleted && gate.Waiting == 0)
        {
            await Task.Yield();
        }

        return entering.IsCompleted;
    }
}
