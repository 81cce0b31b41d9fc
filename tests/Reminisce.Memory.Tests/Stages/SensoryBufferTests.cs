using CsCheck;
using Microsoft.Extensions.Time.Testing;
using Reminisce.Memory.Tests.Fakes;

namespace Reminisce.Memory.Tests.Stages;

public sealed class SensoryBufferTests
{
    private readonly FakeTimeProvider _clock = new(TestMemory.At("2026-11-18T15:30"));

    [Fact]
    public void Offer_SamePictureOrWordsAgain_LetsTheRepetitionGoAndCountsIt()
    {
        var buffer = Buffer();
        Assert.Equal(SensoryOutcome.Held, buffer.Offer(TestMemory.Picture("abc", "2026-11-18T15:00")));
        Assert.Equal(SensoryOutcome.Repeated, buffer.Offer(TestMemory.Picture("abcd", "2026-11-18T15:01")));
        Assert.Equal(SensoryOutcome.Held, buffer.Offer(TestMemory.Picture("uvwxyz", "2026-11-18T15:01")));
        Assert.Equal(SensoryOutcome.Held, buffer.Offer(TestMemory.Note("Buy  milk", "2026-11-18T15:01")));
        Assert.Equal(SensoryOutcome.Repeated, buffer.Offer(TestMemory.Note("buy MILK ", "2026-11-18T15:01")));
        Assert.Equal(new SensoryCounts(5, 0, 1, 1, 0, 0), buffer.Counts);
        Assert.Equal(["abc", "uvwxyz", "Buy  milk"], buffer.Take().Select(i => i.Text ?? System.Text.Encoding.UTF8.GetString(i.Media.Span)));
        Assert.Equal((3, 0), (buffer.Counts.Taken, buffer.Count));
    }

    [Fact]
    public void Offer_PictureWithOtherWords_IsNoRepetition()
    {
        var buffer = Buffer();
        buffer.Offer(TestMemory.Picture("abc", "2026-11-18T15:00", text: "inbox (3)"));
        Assert.Equal(SensoryOutcome.Held, buffer.Offer(TestMemory.Picture("abc", "2026-11-18T15:00", text: "inbox (4)")));
    }

    [Fact]
    public void Offer_OtherScopeTrustOrApp_IsNoRepetition()
    {
        var buffer = Buffer();
        MemoryInput Input(Action<MemoryInput>? change = null)
        {
            var input = TestMemory.Note("the same", "2026-11-18T15:00");
            change?.Invoke(input);
            return input;
        }

        MemoryInput[] inputs = [Input(), Input(i => i.Scope = new MemoryScope(User: "eve")), Input(i => i.Trust = TrustTier.Web), Input(i => i.Cues = new MemoryCues { App = "Editor" })];
        Assert.All(inputs, i => Assert.Equal(SensoryOutcome.Held, buffer.Offer(i)));
    }

    [Fact]
    public void Offer_ScreenThatStays_IsSeenOncePerWindow()
    {
        var buffer = Buffer();
        var outcomes = Enumerable.Range(0, 12).Select(i =>
        {
            _clock.Advance(TimeSpan.FromSeconds(20));
            return buffer.Offer(new MemoryInput { Media = "abc"u8.ToArray(), MediaType = "image/png" });
        }).ToArray();
        Assert.Equal(3, outcomes.Count(o => o == SensoryOutcome.Held));
        Assert.All(buffer.Take(), i => Assert.NotNull(i.OccurredAt));
    }

    [Theory]
    [InlineData(SensoryDrop.Oldest, "note 2", SensoryOutcome.HeldInPlaceOfOldest)]
    [InlineData(SensoryDrop.Newest, "note 0", SensoryOutcome.Full)]
    public void Offer_MoreThanThereIsRoomFor_DropsByThePolicy(SensoryDrop policy, string first, SensoryOutcome last)
    {
        var buffer = Buffer(new SensoryOptions { Capacity = 3, WhenFull = policy });
        var outcomes = Enumerable.Range(0, 5).Select(i => buffer.Offer(TestMemory.Note($"note {i}", "2026-11-18T15:00"))).ToArray();
        Assert.Equal(last, outcomes[^1]);
        Assert.Equal((3, 2), (buffer.Count, buffer.Counts.Displaced));
        Assert.Equal(first, buffer.Take(1)[0].Text);
    }

    [Fact]
    public void Offer_NothingInIt_IsRefusedAndCounted()
    {
        var buffer = Buffer();
        Assert.Equal(SensoryOutcome.Empty, buffer.Offer(new MemoryInput { Text = " " }));
        Assert.Equal(1, buffer.Counts.Empty);
    }

    [Fact]
    public void Offer_ClockSetBack_LosesNothing()
    {
        var buffer = Buffer();
        buffer.Offer(TestMemory.Note("the same", "2026-11-18T15:00"));
        Assert.Equal(SensoryOutcome.Held, buffer.Offer(TestMemory.Note("the same", "2026-11-18T14:00")));
    }

    [Fact]
    public void RandomOffersAndTakes_EveryImpressionIsAccountedFor() =>
        Gen.Int[0, 5].Select(Gen.Bool).Array[0, 60].Sample(steps =>
        {
            var buffer = Buffer(new SensoryOptions { Capacity = 4 });
            foreach (var (text, take) in steps)
            {
                if (take)
                {
                    buffer.Take(2);
                }
                else
                {
                    _clock.Advance(TimeSpan.FromSeconds(20));
                    buffer.Offer(new MemoryInput { Text = text == 0 ? "" : $"text {text}" });
                }
            }

            var counts = buffer.Counts;
            return counts.Offered == counts.Taken + counts.RepeatedTexts + counts.RepeatedPictures + counts.Displaced + counts.Empty + buffer.Count && buffer.Count <= 4;
        });

    [Fact]
    public void Constructor_OptionsOutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SensoryBuffer(new SensoryOptions { Capacity = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SensoryBuffer(new SensoryOptions { PictureDistance = 65 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SensoryBuffer(new SensoryOptions { WhenFull = (SensoryDrop)7 }));
    }

    private SensoryBuffer Buffer(SensoryOptions? options = null) => new(options, _clock, new FakePictures());
}
