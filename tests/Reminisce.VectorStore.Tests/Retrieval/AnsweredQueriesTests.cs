namespace Reminisce.VectorData.Tests.Retrieval;

public class AnsweredQueriesTests
{
    private static AnsweredQuery Query(params object[] keys)
    {
        var query = new AnsweredQuery([], []);
        query.Seats.UnionWith(keys);
        return query;
    }

    [Fact]
    public void Remember_MoreThanTheCapacity_ForgetsTheOldest()
    {
        var answered = new AnsweredQueries(10);
        for (var i = 0; i < 100; i++)
        {
            answered.Remember($"q{i}", Query(i, i + 1, i + 2), 0);
            Assert.NotNull(answered.Find($"q{i}").Known);
        }

        Assert.Equal(3, Enumerable.Range(0, 100).Count(i => answered.Find($"q{i}").Known is not null));
        answered.Remember("large", Query([.. Enumerable.Range(0, 11).Cast<object>()]), 0);
        Assert.Null(answered.Find("large").Known);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Remember_AskedAgain_IsTheNewest(bool forgottenBetween)
    {
        var answered = new AnsweredQueries(10);
        answered.Remember("a", Query(1, 2), 0);
        answered.Remember("b", Query(3, 4), 0);
        if (forgottenBetween)
        {
            answered.NoteChanges([1]);
        }

        answered.Remember("a", Query(1, 2), answered.Find("a").Changes);
        for (var i = 5; i < 9; i++)
        {
            answered.Remember($"q{i}", Query(i, -i), answered.Find("a").Changes);
        }

        Assert.NotNull(answered.Find("a").Known);
        Assert.Null(answered.Find("b").Known);
    }

    [Fact]
    public void NoteChanges_CandidateOrSearchUnderWay_IsForgottenOrNotRemembered()
    {
        var answered = new AnsweredQueries(10);
        var (_, before) = answered.Find("a");
        answered.Remember("a", Query(1, 2), before);
        answered.Remember("b", Query(3), before);
        answered.NoteChanges([2]);
        Assert.Null(answered.Find("a").Known);
        Assert.NotNull(answered.Find("b").Known);

        // A search that began before the change may have counted what is gone.
        answered.Remember("a", Query(1, 2), before);
        Assert.Null(answered.Find("a").Known);
    }
}
