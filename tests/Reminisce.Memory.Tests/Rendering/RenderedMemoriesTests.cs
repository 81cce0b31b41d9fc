using System.Text.Json;
using static Reminisce.Memory.Tests.Fakes.Items;

namespace Reminisce.Memory.Tests.Rendering;

public sealed class RenderedMemoriesTests
{
    [Fact]
    public void Parse_WhatWasRendered_GivesEveryFieldInTheZoneOfTheRenderer()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
        var item = Item("walk", "Photos", TrustTier.OwnTool) with
        {
            Modality = Modality.Picture, Count = 3, Cues = new MemoryCues { Place = "Park", People = ["Ines", "Jonas"] },
        };

        var memory = Assert.Single(RenderedMemories.Parse(new MemoryRenderer(zone, 100).RenderRecall(Found(item))));

        Assert.Equal((item.Id, item.OccurredAt, TimeSpan.FromHours(8)), (memory.Id, memory.Time, memory.Time.Offset));
        Assert.Equal(("Photos", "ownTool", "picture", "walk"), (memory.Source, memory.Trust, memory.Modality, memory.Text));
        Assert.Equal(("Park", 3), (memory.Place, memory.Count));
        Assert.Equal(["Ines", "Jonas"], memory.People);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Nothing was found.")]
    [InlineData("I said <recalled-memories nonce=\"a\"> in a line")]
    public void Parse_NoRendering_IsEmpty(string text) => Assert.Empty(RenderedMemories.Parse(text));

    [Fact]
    public void Parse_MissingEndMark_Throws() =>
        Assert.Throws<JsonException>(() => RenderedMemories.Parse("Found 1 memory.\n<recalled-memories nonce=\"a\">"));
}
