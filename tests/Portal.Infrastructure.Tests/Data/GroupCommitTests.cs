using Microsoft.Extensions.Logging.Abstractions;
using Portal.Infrastructure.Data;

namespace Portal.Infrastructure.Tests.Data;

/// <summary>Many requests, few writes.</summary>
public sealed class GroupCommitTests
{
    [Fact]
    public async Task What_gathers_while_one_is_written_is_written_together_and_each_gets_its_own_result()
    {
        var writes = new List<int>();
        var first = new TaskCompletionSource();
        var entered = new TaskCompletionSource();
        var group = new GroupCommit<int, int>(100, async requests =>
        {
            writes.Add(requests.Count);
            entered.TrySetResult();
            await first.Task;
            return [.. requests.Select(request => request * 10)];
        }, NullLogger.Instance);
        var tasks = new List<Task<int>> { group.RunAsync(0, CancellationToken.None) };
        await entered.Task;
        tasks.AddRange(Enumerable.Range(1, 20).Select(number => group.RunAsync(number, CancellationToken.None)));
        Assert.All(tasks, task => Assert.False(task.IsCompleted));
        first.SetResult();
        Assert.Equal(Enumerable.Range(0, 21).Select(number => number * 10), await Task.WhenAll(tasks));
        Assert.Equal([1, 20], writes);
    }

    [Fact]
    public async Task One_that_breaks_its_group_fails_alone()
    {
        var group = Held(out var release, requests => requests.Contains(3) ? throw new FormatException() : requests);
        var tasks = Enumerable.Range(0, 6).Select(number => group.RunAsync(number, CancellationToken.None)).ToList();
        release.SetResult();
        await Assert.ThrowsAsync<FormatException>(() => tasks[3]);
        var others = await Task.WhenAll(tasks.Where((_, number) => number != 3).ToList());
        Assert.Equal(new[] { 0, 1, 2, 4, 5 }, others);
    }

    [Fact]
    public async Task Whoever_is_told_cancelled_was_not_written_and_later_ones_are()
    {
        var written = new List<int>();
        var group = Held(out var release, requests =>
        {
            written.AddRange(requests);
            return requests;
        });
        using var cancelled = new CancellationTokenSource();
        var first = group.RunAsync(1, CancellationToken.None);
        var waiting = group.RunAsync(2, cancelled.Token);
        var last = group.RunAsync(3, CancellationToken.None);
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        release.SetResult();
        await Task.WhenAll(first, last);
        Assert.Equal([1, 3], written);
        Assert.Equal(4, await group.RunAsync(4, CancellationToken.None));
    }

    /// <summary>A group whose first write, of whatever came first, waits to be released.</summary>
    private static GroupCommit<int, int> Held(out TaskCompletionSource release, Func<IReadOnlyList<int>, IReadOnlyList<int>> write)
    {
        var released = new TaskCompletionSource();
        var entered = new TaskCompletionSource();
        var isFirst = true;
        var group = new GroupCommit<int, int>(100, async requests =>
        {
            if (isFirst)
            {
                isFirst = false;
                entered.SetResult();
                await released.Task;
                return requests[0] < 0 ? requests : write(requests);
            }

            return write(requests);
        }, NullLogger.Instance);
        _ = group.RunAsync(-1, CancellationToken.None);
        entered.Task.GetAwaiter().GetResult();
        release = released;
        return group;
    }
}
